/**
 * Responsible for whether a run would find what it needs before it is accepted: an orchestrator in this namespace that works on this
 * store, and the search attributes that runs carry.
 * Leaves to others: the pipeline's own mistakes, and whether the workers' hosts are well.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  EspalierError,
  missingSearchAttributes,
  searchAttributeConflict,
  searchAttributesLacking,
} from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { readStoreId, requireKnownLayout, type Store } from '@espalier/store';
import { orchestratorTaskQueue, storeOfIdentity } from '@espalier/workflows';
import { type Client, isGrpcServiceError, ServiceError } from '@temporalio/client';

/** An orchestrator or a Temporal that starts again is away for so long. */
const restartMs = 10_000;
const pauseMs = 200;
const workflowTasks = 1;
const invalidArgument = 3;
/** gRPC's codes for what a user may not do, or a server does not offer. */
const mayNotAsk: readonly number[] = [7, 12, 16];

/**
 * @throws EspalierError `workflow.no-orchestrator`, `workflow.other-store`, `stack.search-attribute-type`,
 *   `stack.search-attribute-missing`, `store.newer-layout`
 */
export async function requireRunServices(settings: Settings, temporal: Client, store: Store): Promise<void> {
  await Promise.all([
    requireAttributes(settings, temporal),
    requireOrchestrator(settings, temporal, store),
    // An orchestrator of this version would not even ask for work.
    requireKnownLayout(store),
  ]);
}

async function requireAttributes({ temporal: place }: Settings, temporal: Client): Promise<void> {
  const { namespace } = place;
  const registered = await temporal.connection.operatorService
    .listSearchAttributes({ namespace })
    .catch((error: unknown) => {
      if (isGrpcServiceError(error) && mayNotAsk.includes(error.code)) return null;
      throw error;
    });
  // Then the start itself tells, as `toAttributeError` reads it.
  if (registered === null) return;
  const conflict = searchAttributeConflict(registered.customAttributes, place);
  if (conflict !== null) throw conflict;
  const missing = missingSearchAttributes(registered.customAttributes);
  if (missing.length > 0) throw searchAttributesLacking(missing, place);
}

/** The error of a start that Temporal refused for its search attributes; any other error as it is. */
export function toAttributeError({ temporal: place }: Settings, error: unknown): unknown {
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause) || cause.code !== invalidArgument) return error;
  const [, name] = /search attribute (\w+)/i.exec(cause.details) ?? [];
  return name === undefined ? error : searchAttributesLacking([name], place, cause.details);
}

async function requireOrchestrator(settings: Settings, temporal: Client, store: Store): Promise<void> {
  const identities = await orchestrators(temporal, settings.temporal.namespace);
  const { address, namespace } = settings.temporal;
  const where = `in namespace ${namespace} of Temporal at ${address}`;
  if (identities.length === 0) {
    throw new EspalierError('workflow.no-orchestrator', `No orchestrator has asked for work ${where}.`, {
      details: { address, namespace },
    });
  }
  const stores = identities.map(storeOfIdentity);
  // Read last: the first orchestrator of a store gives it its ID before it asks for work.
  const storeId = await readStoreId(store);
  if (stores.some((told) => told === null || told.id === storeId)) return;
  const service = settings.s3.endpoint ?? 'AWS S3';
  const theirs = [...new Set(stores.flatMap((told) => (told === null ? [] : [told.bucket])))].join(', ');
  throw new EspalierError(
    'workflow.other-store',
    `The orchestrator ${where} works on another store (bucket ${theirs}) than this command (bucket ${store.bucket} at ${service}).`,
    { details: { address, namespace, bucket: store.bucket, service, orchestratorBucket: theirs } },
  );
}

/** The names of those who ask for work, or did so in the last five minutes. */
async function orchestrators(temporal: Client, namespace: string): Promise<readonly string[]> {
  const deadlineMs = Date.now() + restartMs;
  for (;;) {
    const { pollers } = await temporal.connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: orchestratorTaskQueue },
      taskQueueType: workflowTasks,
    });
    const identities = (pollers ?? []).map(({ identity }) => identity ?? '');
    if (identities.length > 0 || Date.now() > deadlineMs) return identities;
    await sleep(pauseMs);
  }
}
