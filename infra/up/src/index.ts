export { startProcess, type Exit, type ProcessSpec, type RunningProcess } from './process.ts';
