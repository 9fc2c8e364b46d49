export { startChdbServer, type ChdbServer, type ChdbServerOptions } from './server.ts';
export type { ChdbUser } from './users.ts';
