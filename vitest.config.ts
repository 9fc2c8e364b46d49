import { defineConfig } from 'vitest/config';

/** Test projects: `unit` starts no process outside vitest; `system` starts real parts; `real` replays real data where it is present. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts', 'services/*/test/**/*.test.ts', 'dashboards/test/**/*.test.ts'],
          exclude: ['**/*.system.test.ts', '**/node_modules/**'],
          pool: 'forks',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['packages/*/test/**/*.system.test.ts', 'services/*/test/**/*.system.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/real/**', '**/node_modules/**'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
