import { register as badge } from './badge/command.js';
import type { Register } from './command.js';
import { register as demo } from './demo/command.js';
import { register as forget } from './forget/command.js';
import { register as history } from './history/command.js';
import { register as id } from './id/command.js';
import { register as inspect } from './inspect/command.js';
import { register as keygen } from './keygen/command.js';
import { register as publish } from './publish/command.js';
import { register as schedule } from './schedule/command.js';
import { register as scheduler } from './scheduler/command.js';
import { register as score } from './score/command.js';
import { register as serve } from './serve/command.js';
import { register as sign } from './sign/command.js';
import { register as store } from './store/command.js';
import { register as token } from './token/command.js';
import { register as verify } from './verify/command.js';
import { register as worker } from './worker/command.js';

/** Every command, in the order `--help` lists them. */
export const registrations: readonly Register[] = [
  verify,
  score,
  inspect,
  id,
  keygen,
  sign,
  publish,
  serve,
  worker,
  scheduler,
  schedule,
  history,
  badge,
  forget,
  token,
  store,
  demo,
];
