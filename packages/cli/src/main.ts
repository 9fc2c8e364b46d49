import { CommanderError } from 'commander';
import { program } from './program.ts';
import { exitCodeOf } from './usage.ts';

// a reader that has seen enough, such as head, is no failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await program(process.argv.slice(2)).catch((error: unknown) => {
  // what commander throws it has printed already, help among it
  if (!(error instanceof CommanderError))
    process.stderr.write(`duqing: ${error instanceof Error ? error.message : String(error)}\n`);
  return exitCodeOf(error);
});
