import type { RunProgress, StageProgress } from '@espalier/domain';
import { expect, test } from 'vitest';
import { glanceOf } from './run-glance.js';
import type { ActivitySnapshot } from './run-snapshot.js';

const stage = (id: string, status: StageProgress['status']): StageProgress => ({
  ...{ id, name: 'train', status, attempt: 2, startedAtMs: 5, endedAtMs: null, cache: null, shards: 0 },
  ...{ workflowId: `r/${id}` },
  lastFailure: {
    attempt: 1,
    error: { code: 'workflow.rank-died', message: 'x'.repeat(9_000), details: { long: 'y'.repeat(9_000) } },
  },
});

const activity = (id: string): ActivitySnapshot => ({
  stage: id,
  progress: {
    ...{ kind: 'fanout', doneShards: 1, totalShards: 9, doneRows: 1, totalRows: 9, rowsPerSecond: 1 },
    ...{ doneShardMap: 'A'.repeat(2_000), waiting: 'no worker' },
  },
});

test('a run of a hundred stages is told in few words: what runs, what that waits for, how it failed before', () => {
  const ids = Array.from({ length: 100 }, (_, at) => `train.v${at}`);
  const progress: RunProgress = {
    ...{ runId: 'r', pipeline: 'census', status: 'running', error: null },
    stages: [stage('plan', 'succeeded'), ...ids.map((id) => stage(id, 'running'))],
  };
  const glance = glanceOf({ progress, activities: ids.map(activity), askedAt: new Map() }, 77);
  expect(glance.stages).toHaveLength(10);
  expect(glance.stages[0]).toMatchObject({ id: 'train.v0', attempt: 2, startedAtMs: 5 });
  expect(glance.activities[0]).toEqual({
    stage: 'train.v0',
    progress: { waiting: 'no worker', movedAtMs: 77 },
  });
  expect(JSON.stringify(glance).length).toBeLessThan(10_000);
});
