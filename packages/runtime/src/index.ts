export type * from './bus.ts';
export { TransientError } from './bus.ts';
export { systemClock, type Clock } from './clock.ts';
export { loadDeployment } from './deployment.ts';
export { createMemoryBus, type MemoryBus } from './memory-bus.ts';
