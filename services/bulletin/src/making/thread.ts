import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { inTurn } from '@duqing/runtime';
import { BulletinRefused } from '../core/edition.ts';
import type { Made, Maker, Order } from './make.ts';
import type { Answer, Fault } from './thread-main.ts';

/** ms after which a thread that has nothing to do ends and gives its memory back */
const IDLE = 60_000;
const MAIN = new URL('./thread-main.ts', import.meta.url);

export interface ThreadMaker {
  make: Maker;
  /** Ends the thread, whatever it is at: what was asked of it rejects. */
  close(): Promise<void>;
}

/**
 * Makes bundles in a thread of their own, one after the other, so that keeping back and rendering hold up nobody else: neither pages nor
 * other services of the process. The thread is there while there is something to do.
 */
export function threadMaker(): ThreadMaker {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  const alone = inTurn();
  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };
  const carryOut = async (order: Order): Promise<Made> => {
    clearTimeout(idle);
    worker ??= started(() => (worker = null));
    try {
      return await asked(worker, order);
    } finally {
      worker?.unref();
      idle = setTimeout(() => void end(), IDLE).unref();
    }
  };
  const make: Maker = async (order) => alone(async () => carryOut(order));
  return { make, close: end };
}

function started(onExit: () => void): Worker {
  // the flags of whoever started this process are not the thread's
  const worker = new Worker(MAIN, { execArgv: [], name: 'bulletin' });
  worker.once('exit', onExit);
  return worker;
}

/** A thread that fails or ends before it has answered rejects. */
async function asked(worker: Worker, order: Order): Promise<Made> {
  const over = new AbortController();
  const { signal } = over;
  worker.ref();
  const ended = once(worker, 'exit', { signal }).then(() => {
    throw new Error('the thread that makes bulletins ended');
  });
  try {
    worker.postMessage(order, []);
    const [answer] = (await Promise.race([once(worker, 'message', { signal }), ended])) as [Answer];
    if ('fault' in answer) throw errorOf(answer.fault);
    return answer.made;
  } finally {
    ended.catch(() => undefined);
    over.abort();
  }
}

function errorOf({ name, message, zh, stack }: Fault): Error {
  const error =
    name === 'BulletinRefused' ? new BulletinRefused(message, zh) : Object.assign(new Error(message), { name });
  if (stack !== undefined) error.stack = stack;
  return error;
}
