export { openStandalone, type Standalone, type StandaloneOptions } from './standalone.ts';
