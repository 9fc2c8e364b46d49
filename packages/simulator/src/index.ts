export { generateCity } from './generate.ts';
export type { Message } from './message.ts';
