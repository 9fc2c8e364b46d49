import { setTimeout as pause } from 'node:timers/promises';
import { SERVICES, type ServiceName, type Stack } from '../support/stack.ts';

/** The services that said at any time, until all is done, that they are not ready. */
export async function redDuring(stack: Stack, work: Promise<unknown>[]): Promise<ServiceName[]> {
  const red = new Set<ServiceName>();
  const over = Promise.all(work).then(() => true);
  for (let isOver = false; !isOver;) {
    isOver = await Promise.race([over, pause(250, false)]);
    for (const name of SERVICES) if (!(await stack.services[name].isReady())) red.add(name);
  }
  return SERVICES.filter((name) => red.has(name));
}
