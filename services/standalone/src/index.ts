export { openStandalone, type Standalone } from './standalone.ts';
