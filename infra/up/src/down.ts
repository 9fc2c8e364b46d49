import { upEnv } from './env.ts';
import { endRunning } from './end.ts';

try {
  await endRunning({ file: upEnv().pidFile, say: (line) => console.error(line) });
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
