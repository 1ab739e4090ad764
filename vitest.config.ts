import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { findChromium, screenshotsAsked } from './infra/setup/chromium.mjs';

const endToEnd = 'test/src/e2e/**/*.test.ts';
const inBrowser = 'test/src/browser/**/*.test.ts';
const chromium = findChromium(process.env);
/** Writes into docs: only when asked. */
const screenshots = 'test/src/browser/screenshots.test.ts';
const takesScreenshots = screenshotsAsked(process.env);
/**
 * They leave their process as it was: those of a group share some, as the modules of a program do, and load those once.
 * TensorFlow stays, with the options that it was loaded with. So what loads it with the same options is a group of its own, and what loads
 * it with options that nobody else has is in none.
 */
const sharing = {
  modules: [
    ...['cli', 'client', 'collectives', 'domain', 'fanout', 'features', 'feed', 'forest'].map(ofPackage),
    ...[
      'metrics',
      'notifications',
      'partitions',
      'registry',
      'settings',
      'spec',
      'store',
      'temporal',
      'triggers',
      'xgboost',
    ].map(ofPackage),
    ...['bench/src/*.test.ts', 'bench/src/!(profile)/**/*.test.ts'],
    ...['infra/*/src/**/*.test.ts', 'server/src/**/*.test.ts', 'web/src/**/*.test.ts'],
    'workflows/src/**/*.test.ts',
    ...[
      'workers/src/!(stages)/**/*.test.ts',
      'workers/src/stages/**/!(new-stage|challenge|golden-rows).test.ts',
    ],
    'test/src/!(browser|e2e|resume)/**/*.test.ts',
  ],
  networks: [ofPackage('ranker')],
  steps: [
    'packages/tensorflow/src/{compile,optimizers,sparse}/!(steady-memory|steps-of-a-server|table-memory).test.ts',
    'packages/tensorflow/src/{saved-model,stateless-uniform,tensor-ops}.test.ts',
  ],
};

function ofPackage(name: string): string {
  return `packages/${name}/src/**/*.test.ts`;
}

/** Longest first: a long file that begins last would run alone. The others follow as they come. */
const longestFirst = [
  ...['on-one-stack', 'faults', 'from-the-first-run', 'in-an-odd-home', 'models'],
  ...['runs-that-wait', 'in-chromium', 'fingerprints', 'interrupted-commands'],
  ...['verify-resume', 'stack', 'gang', 'watching', 'late-rank', 'shard-worker', 'code-digests', 'doctor'],
  ...[
    'collect-garbage',
    'install',
    'stage-environments',
    'gpu-test',
    'source-change',
    's3-source',
    'odd-homes',
  ],
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = longestFirst.indexOf(basename(moduleId, '.test.ts'));
      return index < 0 ? longestFirst.length : index;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    retry: 0,
    // Compiled code is loaded as a program loads it: sent through the transformer, as sources are, it would be compiled once more by each worker.
    server: {
      deps: { external: [/\/(?:packages\/[^/]+|infra\/[^/]+|bench|server|workers|workflows)\/dist\//] },
    },
    // What a test waits for is looked at in S3 and Temporal, which two cores feel: 50 ms is the default.
    expect: { poll: { interval: 250 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: [
            'packages/*/src/**/*.test.ts',
            'workflows/src/**/*.test.ts',
            'workers/src/**/*.test.ts',
            'server/src/**/*.test.ts',
            'web/src/**/*.test.ts',
            'infra/*/src/**/*.test.ts',
            'bench/src/**/*.test.ts',
            'test/src/**/*.test.ts',
          ],
          exclude: [endToEnd, inBrowser, ...Object.values(sharing).flat()],
          // They wait for servers and processes about half of their time: so many keep two cores busy.
          maxWorkers: 4,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      ...Object.entries(sharing).map(([name, include]) => ({
        extends: true as const,
        test: {
          name,
          include,
          isolate: false,
          maxWorkers: 4,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      })),
      ...(chromium === null
        ? []
        : [
            {
              extends: true as const,
              test: {
                // A browser and a whole stack, beside the other stacks: one long file, so before them.
                name: 'browser',
                include: takesScreenshots ? [screenshots] : [inBrowser],
                exclude: takesScreenshots ? [] : [screenshots],
                provide: { chromium },
                maxWorkers: 3,
                testTimeout: 120_000,
                hookTimeout: 600_000,
                sequence: { groupOrder: 1 },
              },
            },
          ]),
      {
        extends: true,
        test: {
          // Each file runs a whole stack, and waits most of its time: three at once, after all else.
          name: 'e2e',
          include: [endToEnd],
          maxWorkers: 3,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
