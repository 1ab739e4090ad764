/**
 * Responsible for what needs a person now, the most pressing first. Pure: from what the API says of runs, models and notifications.
 * Leaves to others: how it is drawn (needs-list.tsx).
 */
import type { Schemas } from '../api/client.js';
import type { Standing } from '../run/standing.js';
import type { RunListing } from '../runs/runs-query.js';

export type NeedKind =
  | 'failed'
  | 'stalled'
  | 'retrying'
  | 'waiting'
  | 'approval'
  | 'held'
  | 'late'
  | 'drifting';

export interface Need {
  readonly key: string;
  readonly kind: NeedKind;
  readonly title: string;
  /** Why, in one line. */
  readonly because: string;
  readonly sinceMs: number | null;
  readonly place:
    | { readonly runId: string }
    | { readonly model: string }
    | { readonly pipeline: string }
    | null;
}

export interface Known {
  readonly runs: readonly RunListing[];
  readonly standingOfRun: (run: RunListing) => Standing;
  readonly models: readonly Schemas['Model'][];
  /** The newest first. */
  readonly notifications: readonly Schemas['Notification'][];
}

const pressing: readonly NeedKind[] = [
  ...(['failed', 'stalled', 'late', 'approval', 'drifting'] as const),
  ...(['held', 'retrying', 'waiting'] as const),
];

export function needsOf(known: Known): Need[] {
  const all = [...ofRuns(known), ...ofModels(known), ...ofNotifications(known)];
  return all.sort((a, b) => pressing.indexOf(a.kind) - pressing.indexOf(b.kind));
}

function ofRuns({ runs, standingOfRun }: Known): Need[] {
  const going = runs
    .filter(({ status }) => status === 'running')
    .flatMap((run): Need[] => {
      const { name, reason, sinceMs } = standingOfRun(run);
      if (name !== 'stalled' && name !== 'retrying' && name !== 'waiting') return [];
      return [
        {
          key: `run ${run.runId}`,
          kind: name,
          title: run.runId,
          because: reason,
          sinceMs,
          place: { runId: run.runId },
        },
      ];
    });
  return [...failedLast(runs).map((run) => failedNeed(run, standingOfRun(run))), ...going];
}

function failedNeed(run: RunListing, { reason }: Standing): Need {
  const { runId, pipeline, endedAtMs } = run;
  const because = reason === '' ? `No run of ${pipeline} has succeeded since.` : reason;
  return { key: `run ${runId}`, kind: 'failed', title: runId, because, sinceMs: endedAtMs, place: { runId } };
}

/** Of each pipeline the latest run that has ended, where it failed: one that somebody has mended needs nobody. */
export function failedLast(runs: readonly RunListing[]): RunListing[] {
  const latest = new Map<string, RunListing>();
  for (const run of runs) {
    if (run.status !== 'failed' && run.status !== 'succeeded') continue;
    const known = latest.get(run.pipeline);
    if (known === undefined || run.startedAtMs > known.startedAtMs) latest.set(run.pipeline, run);
  }
  return [...latest.values()].filter(({ status }) => status === 'failed');
}

function ofModels({ models }: Known): Need[] {
  return models.flatMap(({ model, awaiting = [], held }) => [
    ...awaiting.map(
      ({ version, until, otherwise }): Need => ({
        ...{
          key: `approval ${model}@${version}`,
          kind: 'approval',
          title: `${model}@${version} waits for approval`,
        },
        because: `Without a word by ${until} it is ${otherwise === 'promote' ? 'promoted' : 'rejected'}.`,
        ...{ sinceMs: null, place: { model } },
      }),
    ),
    ...held.map(
      (version): Need => ({
        ...{ key: `held ${model}@${version}`, kind: 'held', title: `${model}@${version} is held by a gate` },
        because: 'Approve it, reject it, or leave it: the champion stays meanwhile.',
        ...{ sinceMs: null, place: { model } },
      }),
    ),
  ]);
}

const lateTypes: readonly string[] = ['run.late', 'partition.late', 'champion.old'];
const ofModel: readonly string[] = ['model.drifted', 'champion.old'];

/** What was told and is not over: that is told under the same ID, or with a later champion, whose drift is told anew. */
function ofNotifications({ notifications }: Known): Need[] {
  const over = new Set<string>();
  return notifications.flatMap(({ id, type, at, pipeline, model, runId, title, text }): Need[] => {
    if (type === 'over') {
      over.add(id.replace(/\/over$/, ''));
      if (model !== null) over.add(`model ${model}`);
    }
    if (type === 'model.promoted' || type === 'model.rolled-back') over.add(`model ${model}`);
    const isDrift = type === 'model.drifted';
    if (!isDrift && !lateTypes.includes(type)) return [];
    if (over.has(id) || (ofModel.includes(type) && over.has(`model ${model}`))) return [];
    // Of one model the newest word counts.
    if (isDrift) over.add(`model ${model}`);
    const place =
      model !== null ? { model } : runId !== null ? { runId } : pipeline !== null ? { pipeline } : null;
    const because = text.split('\n')[0] ?? '';
    return [{ key: id, kind: isDrift ? 'drifting' : 'late', title, because, sinceMs: Date.parse(at), place }];
  });
}
