/** Responsible for how a backfill stands: by the end of its last round in S3, else by its workflow, which may be there no more. */
import { setTimeout } from 'node:timers/promises';
import { type BackfillProgress, type BackfillStatus, EspalierError } from '@espalier/domain';
import { lastRound, roundEnd } from '@espalier/registry';
import { patiently, type RunAccess } from '@espalier/triggers';
import { backfillQuery, backfillWorkflowId } from '@espalier/workflows';
import { WorkflowNotFoundError } from '@temporalio/client';

export interface BackfillStanding {
  readonly status: BackfillStatus;
  /** While it runs. */
  readonly progress: BackfillProgress | null;
}

const openStatuses: readonly string[] = ['RUNNING', 'PAUSED', 'UNSPECIFIED'];
const closingMs = 10_000;

export async function standingOf(access: RunAccess, id: string): Promise<BackfillStanding> {
  const { store, temporal, settings } = access;
  const round = await lastRound(store, id);
  const ended = await roundEnd(store, id, round);
  if (ended !== null) return { status: ended, progress: null };
  try {
    if (await isOpen(access, id)) {
      const handle = temporal.workflow.getHandle(backfillWorkflowId(id));
      return { status: 'running', progress: await patiently(settings, () => handle.query(backfillQuery)) };
    }
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  // It may have written its end meanwhile; else it was ended from outside, or never begun.
  return { status: (await roundEnd(store, id, round)) ?? 'cancelled', progress: null };
}

/**
 * A round's end is kept, and told, a moment before its workflow closes.
 * @throws EspalierError `workflow.backfill-goes-on`
 */
export async function untilClosed(access: RunAccess, id: string): Promise<void> {
  const latestMs = Date.now() + closingMs;
  while (await isOpen(access, id)) {
    if (Date.now() > latestMs) throw goesOn(id);
    await setTimeout(100);
  }
}

export function goesOn(id: string): EspalierError {
  return new EspalierError('workflow.backfill-goes-on', `The backfill ${id} goes on.`, {
    details: { backfill: id },
  });
}

/** False where Temporal knows no such workflow, too. */
async function isOpen({ temporal, settings }: RunAccess, id: string): Promise<boolean> {
  const handle = temporal.workflow.getHandle(backfillWorkflowId(id));
  try {
    return openStatuses.includes((await patiently(settings, () => handle.describe())).status.name);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
