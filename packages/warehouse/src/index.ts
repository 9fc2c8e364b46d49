export type * from './schema.ts';
export type * from './reader.ts';
export { openStore, type QueryParams, type Settings, type Store, type StoreOptions } from './store/store.ts';
export { StoreError } from './store/errors.ts';
export { migrate, MigrationDriftError } from './migrations/migrate.ts';
