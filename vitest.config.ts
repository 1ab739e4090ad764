import { defineConfig } from 'vitest/config';

const endToEnd = 'test/src/e2e/**/*.test.ts';
/** End to end, but one command after another, mostly waiting or refusing: two of them share the machine. */
const light = [
  'bad-input',
  'fuzz',
  'honest-figures',
  'interrupted-commands',
  'missing-services',
  'warnings',
].map((name) => `test/src/e2e/${name}.test.ts`);

export default defineConfig({
  test: {
    pool: 'forks',
    retry: 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: [
            'packages/*/src/**/*.test.ts',
            'workflows/src/**/*.test.ts',
            'workers/src/**/*.test.ts',
            'infra/*/src/**/*.test.ts',
            'bench/src/**/*.test.ts',
            'test/src/**/*.test.ts',
          ],
          exclude: [endToEnd],
          // They wait for servers and processes about half of their time.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e-light',
          include: light,
          maxWorkers: 2,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          // Each file runs a whole stack, which takes the machine by itself: one after the other, after all else.
          name: 'e2e',
          include: [endToEnd],
          exclude: light,
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
