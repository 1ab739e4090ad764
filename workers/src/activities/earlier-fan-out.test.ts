/** What an earlier version's fan-out left, under the names of activities that histories of its runs have. */
import type { Digest } from '@espalier/domain';
import type { StageContext } from '@espalier/workflows';
import type { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { StageServices } from '../stages/stage-services.js';
import { orchestratorActivities } from './orchestrator-activities.js';

const digest: Digest = `sha256:${'0'.repeat(64)}`;
const spec = { key: 'runs/run/spec.json', digest, sizeBytes: 1 };

it.each(['foldShards', 'foldExtract', 'foldEncode', 'foldEvaluate'] as const)(
  '%s takes no shards that an earlier version left unfolded: their stage begins anew',
  async (name) => {
    // It is refused before anything of these is asked.
    const services = { logger: pino({ level: 'silent' }) } as unknown as StageServices;
    const context: StageContext = {
      ...{ runId: 'run', pipeline: 'feed', stage: 'extract', useCache: true, inputs: {}, spec },
      ...{ key: digest, token: 1 },
    };
    const results = { key: 'runs/run/extract/results.json', digest, sizeBytes: 1 };
    const folding = new MockActivityEnvironment().run(() =>
      orchestratorActivities(services)[name](context, { results, shards: 3 }),
    );
    const failure = (await folding.then(
      () => expect.unreachable(),
      (error: unknown) => error,
    )) as ApplicationFailure;
    expect(failure.type).toBe('workflow.other-workers');
    expect(failure.message).toContain('stage extract were computed by an earlier version');
  },
);
