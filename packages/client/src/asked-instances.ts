/**
 * Responsible for which of a run's running instances a look asks how they do; pure. Each costs two requests, and a comparison has a hundred.
 * Leaves to others: asking (run-snapshot.ts).
 */
import { type ActivityProgress, instanceIdOf, type StageProgress } from '@espalier/domain';

/** So many are asked at each look of a watcher, once a second: a look at a hundred instances is as much work as one at ten. */
export const mostAskedAtOnce = 10;

export interface Looked {
  /** Number of the look at which each instance was last asked, by its ID. */
  readonly askedAt: ReadonlyMap<string, number>;
  readonly activities: readonly { readonly stage: string; readonly progress: ActivityProgress }[];
}

/**
 * All where they are few. Of more, half are those that were at work when last asked, the rest the others, each in turn: what changes is
 * fresh, and what begins to work is noticed.
 * @returns IDs
 */
export function instancesToAsk(
  running: readonly StageProgress[],
  before: Looked | null,
  most: number,
): ReadonlySet<string> {
  const ids = running.map(instanceIdOf);
  if (ids.length <= most) return new Set(ids);
  const atWork = new Set(before?.activities.filter(isAtWork).map(({ stage }) => stage));
  const lastAsked = (id: string) => before?.askedAt.get(id) ?? -1;
  const longestAgo = ids.toSorted((one, other) => lastAsked(one) - lastAsked(other));
  const working = longestAgo.filter((id) => atWork.has(id)).slice(0, Math.ceil(most / 2));
  const others = longestAgo.filter((id) => !atWork.has(id)).slice(0, most - working.length);
  // Where few are left that wait, more of those at work.
  const more = longestAgo.filter((id) => atWork.has(id) && !working.includes(id));
  return new Set([...working, ...others, ...more].slice(0, most));
}

function isAtWork({ progress }: Looked['activities'][number]): boolean {
  return progress.kind === 'fanout'
    ? progress.waiting === undefined
    : !progress.phase.startsWith('waiting for');
}
