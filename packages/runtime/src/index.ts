export type * from './bus.ts';
export { TransientError } from './bus.ts';
export { systemClock, type Clock } from './clock.ts';
