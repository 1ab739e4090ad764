/** Responsible for the run of a partition that goes already, whatever has started it. Leaves to others: what is started where none goes. */
import type { RetryOf } from '@espalier/domain';
import { committedManifest, type Store } from '@espalier/store';
import type { Client } from '@temporalio/client';
import { quoted } from '../visibility-text.js';
import { contentOfPlan } from './content-of-plan.js';

export interface WantedRun {
  readonly pipeline: string;
  readonly version: number;
  readonly label: string;
  /** Of the partition as it is now. */
  readonly content: string;
}

/** The ID of one that does just what the version says, of what the partition holds now, or null. @throws EspalierError `store.*` */
export async function runUnderWay(
  { temporal, store }: { readonly temporal: Client; readonly store: Store },
  { pipeline, version, label, content }: WantedRun,
): Promise<string | null> {
  const query = `WorkflowType = 'runGraph' AND EspalierPipeline = '${quoted(pipeline)}' AND ExecutionStatus = 'Running'`;
  const wanted = changesOfPartition(pipeline, version, label).join('\n');
  for await (const { workflowId: runId, memo } of temporal.workflow.list({ query })) {
    const changes = (memo?.changes as readonly string[] | undefined) ?? [];
    if (changes.join('\n') !== wanted) continue;
    const planned = await contentOfPlan(
      store,
      { runId, label },
      await committedManifest(store, { runId, stage: 'plan' }),
    );
    const isOfNow = planned === null ? plansAnew(memo?.retryOf as RetryOf | undefined) : planned === content;
    if (isOfNow) return runId;
  }
  return null;
}

/** Where no plan tells: a run finds what is there when it plans; a retry of a later stage keeps the rows of the run that it is of. */
function plansAnew(retryOf: RetryOf | undefined): boolean {
  return retryOf === undefined || retryOf.from === 'plan';
}

function changesOfPartition(pipeline: string, version: number, label: string): readonly string[] {
  return [`${pipeline}@${version}`, `--for ${label}`];
}

/** What options say of a run: the version and the partition, where they change nothing else of the pipeline. */
export function partitionOfChanges(
  pipeline: string,
  changes: readonly string[],
): { readonly version: number; readonly label: string } | null {
  const [name = '', partition = '', ...others] = changes;
  const version = Number(name.slice(pipeline.length + 1));
  const label = /^--for (\S+)$/.exec(partition)?.[1];
  const isPlain = others.every((change) => change === '--no-cache' || change === '--strict');
  if (label === undefined || !isPlain || !(version >= 1)) return null;
  return name === `${pipeline}@${version}` ? { version, label } : null;
}
