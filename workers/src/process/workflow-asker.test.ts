/** An orchestrator that stops may be the only one that serves the workflows which its activities ask. */
import { startTestServers } from '@espalier/stack';
import { CancelledFailure } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { NativeConnection } from '@temporalio/worker';
import pino from 'pino';
import { expect, it } from 'vitest';
import { pipelineActivities } from '../activities/pipeline-activities.js';

it('what an activity asks of a workflow that nobody serves is left when the activity is cancelled', async () => {
  await using servers = await startTestServers({ parts: ['temporal'] });
  const { address, namespace } = servers.settings.temporal;
  const connection = await NativeConnection.connect({ address });
  const temporal = new Client({ connection, namespace });
  await temporal.workflow.start('runGraph', {
    workflowId: 'unserved',
    taskQueue: 'nobody',
    args: [],
    searchAttributes: { EspalierPipeline: ['unserved'] },
  });
  const activities = pipelineActivities({ temporal, logger: pino({ level: 'silent' }) });
  const asking: Record<string, () => Promise<unknown>> = {
    enterPipeline: () =>
      activities.enterPipeline({ runId: 'unserved', pipeline: 'unserved', concurrency: 'queue' }),
    runsWithTurn: () => activities.runsWithTurn('unserved'),
  };
  for (const [name, ask] of Object.entries(asking)) {
    const activity = new MockActivityEnvironment();
    const asked = activity.run(ask).then(
      () => 'answered',
      (error: unknown) => error,
    );
    const early = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 1_000, 'waits'))]);
    expect(early, name).toBe('waits');
    activity.cancel();
    const cancelledAtMs = performance.now();
    expect(await asked, name).toBeInstanceOf(CancelledFailure);
    expect(performance.now() - cancelledAtMs, name).toBeLessThan(2_000);
  }
  await connection.close();
});
