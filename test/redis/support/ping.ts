import { connectRedis } from '../../../src/redis/connect.js';
import { PATIENCE } from '../../support/redis.js';

const [, , url = ''] = process.argv;
const onError = (error: Error) => {
  process.stdout.write(`${error.message}\n`);
  process.exit(1);
};
const redis = connectRedis(url, { name: 'ping', role: 'command', onError, patience: PATIENCE });
process.stdout.write(`${await redis.ping()}\n`);
redis.disconnect();
