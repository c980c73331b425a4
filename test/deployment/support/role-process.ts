import { startCli } from '../../support/cli.js';
import { watchOver } from '../../support/server-process.js';

export interface RoleProcess {
  readonly pid: number;
  /** Resolves when the log, or a line for people, first holds the text. */
  saw(text: string): Promise<void>;
  /** Its lines so far that are no log. */
  said(): string;
  signal(name: NodeJS.Signals): void;
  /** Sends SIGKILL and resolves when it is dead. */
  kill(): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly err: string }>;
}

/** A command as a process of its own, which dies with this one. */
export function startRole(args: readonly string[], env: NodeJS.ProcessEnv): RoleProcess {
  const { child, saw, ended } = startCli(args, { env });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${args[0]}: no process`);
  const letGo = watchOver(pid, 'SIGKILL');
  let err = '';
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const done = ended.then(({ code }) => {
    letGo();
    return { code, err };
  });
  return {
    pid,
    saw: (text) =>
      Promise.race([
        saw(text),
        done.then(({ code }) => {
          if (!err.includes(text)) throw new Error(`${args[0]} ended with ${code} before "${text}": ${err}`);
        }),
      ]),
    said: () => err.replace(/^\{.*\}\n/gm, ''),
    signal: (name) => void child.kill(name),
    kill: async () => {
      child.kill('SIGKILL');
      await done;
    },
    ended: done,
  };
}
