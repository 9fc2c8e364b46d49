import { configDefaults, defineConfig } from 'vitest/config';

/** Large files of others that are not part of the project: `npm run test:real`, or where DUQING_REAL_DATA names them. */
const isReal = process.env['npm_lifecycle_event'] === 'test:real' || Boolean(process.env['DUQING_REAL_DATA']);
const realOnly = ['test/real/cbp.test.ts', 'test/real/colombia.test.ts', 'test/real/separate.test.ts'];

export default defineConfig({
  test: {
    include: ['{packages,services,infra}/*/test/**/*.test.ts', 'dashboards/test/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(isReal ? [] : realOnly)],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.vitest.json' },
  },
});
