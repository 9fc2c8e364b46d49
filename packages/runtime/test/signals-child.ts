import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createLogger, createShutdown } from '../src/index.ts';

const shutdown = createShutdown({ logger: createLogger({ name: 'child' }), deadlineMs: 5_000 });
shutdown.add('part', async () => {
  writeSync(1, 'closing\n');
  await pause(100);
  writeSync(1, 'closed\n');
  if (process.argv[2] === 'fail') throw new Error('asked to fail');
});
shutdown.onSignals();
const alive = setInterval(() => undefined, 1_000);
shutdown.add('timer', () => clearInterval(alive));
writeSync(1, 'ready\n');
