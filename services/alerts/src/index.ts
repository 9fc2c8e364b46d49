export { foldStates } from './core/fold.ts';
