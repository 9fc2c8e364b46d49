import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const { long, minutes, seed } = values;
if (minutes !== undefined && !/^[1-9]\d{0,3}$/.test(minutes)) {
  process.stderr.write(`chaos: --minutes: a whole number, not "${minutes}"\n`);
  process.exit(2);
}

/** `--long`: every window in every mode. `--minutes`: as many points as fit. Both with outages of a minute. What else is said names files. */
process.env['DUQING_CHAOS_SEED'] = seed;
if (long || minutes !== undefined) process.env['DUQING_CHAOS_AWAY_MS'] = String(60_000);
if (long) process.env['DUQING_CHAOS_POINTS'] = '300';
if (minutes !== undefined)
  Object.assign(process.env, {
    DUQING_CHAOS_POINTS: long ? '300' : '20',
    DUQING_CHAOS_UNTIL: String(Date.now() + Number(minutes) * 60_000),
  });
await startVitest('test', positionals, {
  config: fileURLToPath(new URL('vitest.config.ts', import.meta.url)),
  run: true,
});
