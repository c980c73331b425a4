/** Runs work that computes for long when its turn comes. */
export type TakeTurn = <T>(work: () => T) => Promise<T>;

/**
 * One piece of work at a time, and one in each turn of the event loop: between two of them sockets, name servers and
 * timers get their due. A crowd of pages that are each as costly as the limits allow would otherwise make the hosts
 * of honest accounts look slow.
 */
export function createTurns(): TakeTurn {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    const turn = last.then(nextTurn);
    last = turn;
    return turn.then(work);
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
