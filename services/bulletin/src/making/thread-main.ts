import { parentPort } from 'node:worker_threads';
import { makeHere, type Made, type Order } from './make.ts';

/** What the thread answers to an order. */
export type Answer = { made: Made } | { fault: Fault };

/** An error as plain data: threads pass on only the kinds of the language itself. */
export interface Fault {
  name: string;
  message: string;
  zh?: string;
  stack?: string;
}

parentPort?.on('message', (order: Order) => void answer(order));

async function answer(order: Order): Promise<void> {
  const said: Answer = await makeHere(order).then(
    (made) => ({ made }),
    (error: unknown) => ({ fault: faultOf(error) }),
  );
  parentPort?.postMessage(said, []);
}

function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack, zh } = error as Error & { zh?: string };
  return { name, message, ...(zh !== undefined && { zh }), ...(stack !== undefined && { stack }) };
}
