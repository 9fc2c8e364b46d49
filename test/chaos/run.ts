import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const { values } = parseArgs({
  options: { long: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
});

/** `--long`: every window in every mode, and more time than CI has. */
process.env['DUQING_CHAOS_SEED'] = values.seed;
if (values.long)
  Object.assign(process.env, {
    DUQING_CHAOS_POINTS: '300',
    DUQING_CHAOS_MS: String(3_600_000),
    DUQING_CHAOS_AWAY_MS: String(60_000),
  });
await startVitest('test', [], { config: fileURLToPath(new URL('vitest.config.ts', import.meta.url)), run: true });
