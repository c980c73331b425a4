import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
export interface PrivateRedis {
  url: string;
  port: number;
  pid(): number;
  stop(): Promise<void>;
  kill(): Promise<void>;
  restart(o: { keepData: boolean }): Promise<void>;
}
export async function startRedis(): Promise<PrivateRedis> {
  const dir = await mkdtemp(join(tmpdir(), 'redis-'));
  const s = createServer().listen(0, '127.0.0.1');
  await once(s, 'listening');
  const port = (s.address() as { port: number }).port;
  s.close();
  await once(s, 'close');
  let child: ChildProcess;
  const up = async () => {
    child = spawn(
      'redis-server',
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        dir,
        '--appendonly',
        'yes',
        '--save',
        '',
        '--maxmemory-policy',
        'noeviction',
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let out = '';
    await new Promise<void>((ok) =>
      child.stdout?.on('data', (d) => {
        out += d;
        if (out.includes('Ready to accept')) ok();
      }),
    );
  };
  const down = async (sig: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode) return;
    const x = once(child, 'exit');
    child.kill(sig);
    child.kill('SIGCONT');
    await x;
  };
  await up();
  const bye = () => {
    child.kill('SIGKILL');
  };
  process.on('exit', bye);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: () => child.pid as number,
    stop: async () => {
      await down('SIGTERM');
      process.off('exit', bye);
      await rm(dir, { recursive: true, force: true });
    },
    kill: () => down('SIGKILL'),
    restart: async ({ keepData }) => {
      await down('SIGTERM');
      if (!keepData) await rm(join(dir, 'appendonlydir'), { recursive: true, force: true });
      await up();
    },
  };
}
