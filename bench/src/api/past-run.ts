/**
 * Responsible for what the runs of the past are in `bench api`: copies of a real run under IDs, pipelines, times and ends of their own; pure.
 * Leaves to others: putting them into Temporal and S3 (prepare-runs.ts).
 */
import type { RunEnd, RunProgress, RunStatus, SerializedError } from '@espalier/domain';
import type { GraphRun, RunResult } from '@espalier/workflows';

/** A real run: what it was started with, and what it ended with. */
export interface TemplateRun {
  readonly run: GraphRun;
  readonly result: RunResult;
  readonly changes: readonly string[];
}

export interface PastRun {
  readonly run: GraphRun;
  readonly changes: readonly string[];
  readonly status: RunStatus;
  readonly end: RunEnd;
}

export const pipelineCount = 50;
const daysBack = 300;
const dayMs = 86_400_000;
const base36Digits = 4;

/** Of a hundred runs so many end otherwise than well. */
const failedOfHundred = 8;
const cancelledOfHundred = 5;

export function pipelineName(number: number): string {
  return `past-${String(number % pipelineCount).padStart(2, '0')}`;
}

/** @param at its number, of `of` @param nowMs when all of them lie behind */
export function pastRun(
  { run, result, changes }: TemplateRun,
  { at, of, nowMs }: { readonly at: number; readonly of: number; readonly nowMs: number },
): PastRun {
  const pipeline = pipelineName(at + Math.floor(at / 100));
  const startedAtMs = nowMs - daysBack * dayMs + Math.floor((at / of) * daysBack * dayMs);
  const stamp = new Date(startedAtMs)
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .replace('T', '-');
  const drawn = (at % 36 ** base36Digits).toString(36).padStart(base36Digits, '0');
  const runId = `${pipeline}-${stamp}-${drawn}`;
  const status = statusOf(at);
  const progress = progressOf(result.progress, { runId, pipeline, status, startedAtMs });
  const endedAtMs = Math.max(startedAtMs, ...progress.stages.map((stage) => stage.endedAtMs ?? 0));
  const manifests = status === 'succeeded' ? result.manifests : {};
  return {
    run: { ...run, runId, pipeline },
    changes,
    status,
    end: { progress, manifests, changes, startedAtMs, endedAtMs },
  };
}

function statusOf(at: number): RunStatus {
  const place = at % 100;
  if (place < failedOfHundred) return 'failed';
  return place < failedOfHundred + cancelledOfHundred ? 'cancelled' : 'succeeded';
}

const errors: Readonly<Partial<Record<RunStatus, SerializedError>>> = {
  failed: { code: 'features.source-missing', message: 'No rows were there.', details: {} },
  cancelled: { code: 'workflow.cancelled', message: 'The run was cancelled.', details: {} },
};

function progressOf(
  template: RunProgress,
  {
    runId,
    pipeline,
    status,
    startedAtMs,
  }: Pick<RunProgress, 'runId' | 'pipeline' | 'status'> & {
    readonly startedAtMs: number;
  },
): RunProgress {
  const firstMs = Math.min(...template.stages.map((stage) => stage.startedAtMs ?? Number.POSITIVE_INFINITY));
  const moved = (timeMs: number | null) => timeMs && timeMs - firstMs + startedAtMs;
  const stages = template.stages.map((stage, place) => ({
    ...stage,
    // The first stage is the one that did not end well.
    status: status === 'succeeded' ? stage.status : place === 0 ? status : ('waiting' as const),
    startedAtMs: moved(stage.startedAtMs),
    endedAtMs: moved(stage.endedAtMs),
    workflowId: stage.workflowId === null ? null : `${runId}/${stage.id ?? stage.name}`,
  }));
  return { runId, pipeline, status, stages, error: errors[status] ?? null };
}
