/** Responsible for the run of a partition that goes already, whatever has started it. Leaves to others: what is started where none goes. */
import type { Client } from '@temporalio/client';

export interface WantedRun {
  readonly pipeline: string;
  readonly version: number;
  readonly label: string;
}

/** The ID of one that does just what the version says, or null. */
export async function runUnderWay(
  temporal: Client,
  { pipeline, version, label }: WantedRun,
): Promise<string | null> {
  const query = `WorkflowType = 'runGraph' AND EspalierPipeline = '${pipeline}' AND ExecutionStatus = 'Running'`;
  const wanted = changesOfPartition(pipeline, version, label).join('\n');
  for await (const { workflowId, memo } of temporal.workflow.list({ query })) {
    const changes = (memo?.changes as readonly string[] | undefined) ?? [];
    if (changes.join('\n') === wanted) return workflowId;
  }
  return null;
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
