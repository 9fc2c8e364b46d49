import { program } from './program.ts';
import { exitCodeOf } from './usage.ts';

process.exitCode = await program(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`duqing: ${error instanceof Error ? error.message : String(error)}\n`);
  return exitCodeOf(error);
});
