import { startTestServers } from '@espalier/stack';
import { connectTemporal } from '@espalier/triggers';
import { initialProgress } from '@espalier/workflows';
import { expect, test } from 'vitest';
import { lookAt } from './run-snapshot.js';

test('a stage whose workflow is about to start has no activities yet', async () => {
  await using servers = await startTestServers({ parts: ['temporal'] });
  const client = await connectTemporal(servers.settings);
  const progress = initialProgress('run-1', 'feed');
  const stages = progress.stages.map((stage) =>
    stage.name === 'plan' ? { ...stage, status: 'running' as const, workflowId: 'run-1/plan' } : stage,
  );
  const look = await lookAt(client, { ...progress, stages }, null, 10);
  expect(look.activities).toEqual([]);
  expect(look.progress.stages).toEqual(stages.map((stage) => expect.objectContaining(stage)));
  await client.connection.close();
});
