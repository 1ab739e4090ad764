/** Whether Temporal answers and knows the namespace: resolves then, and rejects within seconds where not. */
import type { Client } from '@temporalio/client';

const patienceMs = 2_000;

export async function pingTemporal({ workflowService, options, connection }: Client): Promise<void> {
  const { namespace } = options;
  await connection.withDeadline(Date.now() + patienceMs, () =>
    workflowService.describeNamespace({ namespace }),
  );
}
