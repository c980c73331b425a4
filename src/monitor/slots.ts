/** ISO time at which the slot of a moment begins. Slots are counted from the epoch, so all processes have the same. */
export function slotOf(at: Date, slotMs: number): string {
  return new Date(slotStart(at.getTime(), slotMs)).toISOString();
}

/** The same in milliseconds since the epoch. */
export function slotStart(ms: number, slotMs: number): number {
  return Math.floor(ms / slotMs) * slotMs;
}

/** So many slots in a row, the oldest first: the last one begins at `last`. */
export function slotsUntil(last: number, count: number, slotMs: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => new Date(last - (count - 1 - n) * slotMs).toISOString());
}
