import type { RunProgress, StageProgress } from '@espalier/domain';
import { expect, it } from 'vitest';
import { buildReport } from './run-report.js';

const stage = (name: StageProgress['name'], given: Partial<StageProgress> = {}): StageProgress => ({
  ...{
    name,
    status: 'succeeded',
    attempt: 1,
    startedAtMs: 0,
    endedAtMs: 1,
    cache: null,
    shards: 1,
    workflowId: null,
  },
  ...given,
});

it('a watch that failed is a warning of the run that went on without it', async () => {
  const error = {
    code: 'features.corrupt-source',
    message: 'The newest day is corrupt.',
    details: {},
  } as const;
  const failed = stage('watch', { status: 'failed', lastFailure: { attempt: 1, error } });
  const progress: RunProgress = {
    ...{ runId: 'feed-1', pipeline: 'feed', status: 'succeeded', error: null },
    stages: [stage('plan'), failed],
  };
  // Of a run whose results are gone nothing is read.
  const report = await buildReport(null as never, { progress, manifests: {} });
  expect(report.warnings).toEqual([
    'The champion was not watched, and the run went on without: The newest day is corrupt.',
  ]);
});
