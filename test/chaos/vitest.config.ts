import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('../../', import.meta.url).pathname,
    include: ['test/chaos/*.chaos.ts'],
    pool: 'forks',
    fileParallelism: false,
  },
});
