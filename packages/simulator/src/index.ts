export { generateCity, type CityOptions } from './city.ts';
export type { Message } from './draft.ts';
