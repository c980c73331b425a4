import { connectRedis } from '../../../src/redis/connect.js';
import { redisPoliteness } from '../../../src/redis/politeness.js';
import { PATIENCE } from '../../support/redis.js';

/** Takes every place at a host and keeps it until it is killed. */
const [, , url = '', prefix = '', perHost = '', maxTimeMs = ''] = process.argv;
const options = { name: 'holder', role: 'command', onError: () => undefined, patience: PATIENCE } as const;
const redis = connectRedis(url, options);
const places = Number(perHost);
const polite = redisPoliteness({ redis, prefix, perHost: places, maxTimeMs: Number(maxTimeMs) });
const { signal } = new AbortController();
for (let taken = 0; taken < places; taken += 1) await polite.take('a.example', signal);
process.stdout.write('holding\n');
