/** Temporal's test server, whose clock jumps while nothing but timers is left; schedules are not in it. */
import { resolveNativePart } from '@espalier/native';
import { pipelineAttribute, stageAttribute, statusAttribute, triggerAttribute } from '@espalier/workflows';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';

/** `INDEXED_VALUE_TYPE_KEYWORD` in Temporal's interface. */
const keywordType = 2;

let isQuiet = false;

/** Silences the workers' own log in this process; failures of a test say what went wrong. */
export function quietRuntime(): void {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  });
}

export async function startTimeSkippingServer(): Promise<TestWorkflowEnvironment> {
  const path = resolveNativePart('temporal-test-server');
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: Object.fromEntries(
      [pipelineAttribute, statusAttribute, stageAttribute, triggerAttribute].map(({ name }) => [
        name,
        keywordType,
      ]),
    ),
  });
  return env;
}
