/**
 * Responsible for how the partitions of a window of a registered pipeline stand: one listing of the runs that have ended for them, one request for
 * those that go, and, where that is asked, a look at the source.
 * Leaves to others: what that makes of each (calendar-standing.ts).
 */
import { EspalierError } from '@espalier/domain';
import {
  type PartitionScheme,
  parsePartition,
  partitionAt,
  partitionSpan,
  windowBefore,
} from '@espalier/partitions';
import { endsOfPartitions, runOfEnd } from '@espalier/registry';
import { durationSeconds, type LoadedSpec } from '@espalier/spec';
import { mapBounded, type Store } from '@espalier/store';
import type { Client } from '@temporalio/client';
import { quoted } from '../visibility-text.js';
import { type CalendarState, calendarStanding } from './calendar-standing.js';
import { presentContents } from './present-contents.js';

export interface CalendarAsk {
  /** How many partitions, up to 750; nine weeks of days or two of hours by default. */
  readonly last?: number | undefined;
  /** The last of them; the one that now lies in by default. */
  readonly until?: string | undefined;
  /** Whether the source is looked at: without it neither what is stale nor what is missing is known. */
  readonly source: boolean;
  /** Throws where what the pipeline reads may not be read. */
  readonly check?: (loaded: LoadedSpec) => void;
}

export interface CalendarPartition {
  readonly label: string;
  /** In milliseconds since the epoch; it ends where the next one begins. */
  readonly startMs: number;
  readonly endMs: number;
  readonly state: CalendarState;
  /** That says so: the one that goes, or that has ended last; null where there was none. */
  readonly runId: string | null;
  /** Of the pipeline, as that run was of it; null where there was none or it goes. */
  readonly version: number | null;
  /** When that run ended. */
  readonly endedAtMs: number | null;
  /** When a run for it was to have succeeded, by `runs.deadlines`; null where nothing says. */
  readonly dueMs: number | null;
}

export interface PartitionCalendar {
  readonly every: PartitionScheme['every'];
  readonly timezone: string;
  /** Why nobody looked at the source; null where somebody did, or was not asked to. */
  readonly sourceProblem: string | null;
  /** The oldest first. */
  readonly partitions: readonly CalendarPartition[];
}

export const mostInCalendar = 750;
const usual: Readonly<Record<PartitionScheme['every'], number>> = { '1d': 63, '1h': 336 };
const mostGoing = 200;
const readsAtOnce = 16;

/**
 * @param loaded of the version that counts, for any partition
 * @throws EspalierError `request.invalid` where the pipeline is not cut by time, or `until` is no partition; as `presentContents`
 */
export async function partitionCalendar(
  { store, temporal }: { readonly store: Store; readonly temporal: Client },
  loaded: LoadedSpec,
  { last, until, source, check }: CalendarAsk,
  nowMs: number = Date.now(),
): Promise<PartitionCalendar> {
  const { name, partitions: scheme } = loaded.spec;
  if (scheme === undefined) {
    throw new EspalierError('request.invalid', `${name} is not cut by time, so it has no partitions.`);
  }
  const own = until === undefined ? { label: partitionAt(nowMs, scheme) } : parsePartition(until, scheme);
  if ('problem' in own) throw new EspalierError('request.invalid', `${own.problem}.`);
  const window = { last: last ?? usual[scheme.every], skip: 0 };
  const labels = windowBefore(own.label, window, scheme);
  const [ends, going, looked] = await Promise.all([
    endsOfPartitions(store, name, { from: labels[0] ?? '', to: own.label }),
    goingByLabel(temporal, name),
    source ? lookedAt(store, loaded, labels, check) : { contents: null, problem: null },
  ]);
  const { contents, problem: sourceProblem } = looked;
  const due = dueOf(loaded, [...ends.keys()].sort()[0] ?? null);
  const stands = labels.map((label) => {
    const { startMs, endMs } = partitionSpan(label, scheme);
    const dueMs = due(label, endMs);
    const content = contents === null ? null : (contents.get(label) ?? 'absent');
    const runId = going.get(label) ?? null;
    const known = { ends: ends.get(label) ?? [], isRunning: runId !== null, content, dueMs };
    return { label, startMs, endMs, dueMs, runId, ...calendarStanding(known, nowMs) };
  });
  const partitions = await mapBounded(stands, readsAtOnce, async ({ end, runId, ...told }) => {
    const isOfEnd = runId === null && end !== null;
    return {
      ...told,
      runId: isOfEnd ? await runOfEnd(store, end) : runId,
      version: isOfEnd ? end.version : null,
      endedAtMs: isOfEnd ? end.atMs : null,
    };
  });
  return { every: scheme.every, timezone: scheme.timezone, sourceProblem, partitions };
}

/** A source that can't be read hides no run. */
async function lookedAt(
  store: Store,
  loaded: LoadedSpec,
  labels: readonly string[],
  check: CalendarAsk['check'],
): Promise<{ contents: ReadonlyMap<string, string> | null; problem: string | null }> {
  try {
    check?.(loaded);
    return { contents: await presentContents(store, loaded, labels), problem: null };
  } catch (error) {
    if (!(error instanceof EspalierError) || error.code.startsWith('store.')) throw error;
    const [issue] = (error.details.issues as readonly { message: string }[] | undefined) ?? [];
    return { contents: null, problem: issue === undefined ? error.message : `${issue.message}.` };
  }
}

/** @param since the first label of the window that any run was for: nothing was due from before */
function dueOf({ spec }: LoadedSpec, since: string | null): (label: string, endMs: number) => number | null {
  const { run, partition } = spec.runs?.deadlines ?? {};
  const allowed = run ?? partition;
  if (allowed === undefined || since === null) return () => null;
  const allowedMs = 1000 * durationSeconds(allowed);
  return (label, endMs) => (label < since ? null : endMs + allowedMs);
}

/** IDs of runs that go, by their partition: the one that started last of each. */
async function goingByLabel(temporal: Client, pipeline: string): Promise<ReadonlyMap<string, string>> {
  const query = `WorkflowType = 'runGraph' AND EspalierPipeline = '${quoted(pipeline)}' AND ExecutionStatus = 'Running'`;
  const going = new Map<string, string>();
  let seen = 0;
  for await (const { workflowId, memo } of temporal.workflow.list({ query, pageSize: mostGoing })) {
    const changes = (memo?.changes as readonly string[] | undefined) ?? [];
    const label = changes.map((change) => /^--for (\S+)$/.exec(change)?.[1]).find(Boolean);
    if (label !== undefined && !going.has(label)) going.set(label, workflowId);
    seen += 1;
    if (seen >= mostGoing) break;
  }
  return going;
}
