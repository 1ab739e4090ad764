/** Responsible for what a plan says of time, slots and what stands in its way. Leaves to others: working it out (client). */
import type { PlanPreview } from '@espalier/client';
import type {
  CacheVerdict,
  ExpectedCost,
  ExpectedStage,
  HostPool,
  SecondsSpread,
  SlotNeed,
  StageName,
} from '@espalier/domain';
import { type Width, wrapped } from './fit-width.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { countText, durationText } from './quantities.js';

interface PlannedStage {
  readonly name: StageName;
  readonly verdict: CacheVerdict | null;
}

/** Each stage with what it would do, how long that is expected to take, and why. */
export function plannedStagesText(
  stages: readonly PlannedStage[],
  cost: ExpectedCost | undefined,
  width: Width,
): string {
  const rows = stages.map(({ name, verdict }) => {
    const expected = cost?.stages.find((stage) => stage.name === name);
    return [
      name,
      verdict?.hit ? paint.green('come from the cache') : 'run',
      ...(cost === undefined ? [] : [expectedText(expected), slotsText(expected)]),
      verdict?.reason ?? 'a stage before it runs first',
    ];
  });
  const costs = [
    { title: 'takes about', weight: 3 },
    { title: 'slot-seconds', align: 'right' as const, weight: 2 },
  ];
  return plainTable(
    [
      { title: 'stage' },
      { title: 'would' },
      ...(cost === undefined ? [] : costs),
      { title: 'because', wraps: true, weight: 1 },
    ],
    rows,
    width,
  );
}

function expectedText(expected: ExpectedStage | undefined): string {
  if (expected === undefined || expected.isCached) return '';
  const { seconds } = expected;
  if (seconds === null) return 'unknown';
  const told = `${durationText(seconds.medianSeconds)} by ${seconds.runs}`;
  return seconds.runs === 1 ? told : `${told} (${spreadText(seconds)})`;
}

function spreadText({ lowSeconds, highSeconds }: SecondsSpread): string {
  return `${durationText(lowSeconds)} to ${durationText(highSeconds)}`;
}

function slotsText(expected: ExpectedStage | undefined): string {
  if (expected === undefined || expected.slots === 0 || expected.slotSeconds === null) return '';
  return countText(expected.slotSeconds.medianSeconds);
}

/** What the run takes as a whole, the slots that there are, and what stands in its way; empty where no service was asked. */
export function planCostsText({ cost, needs, pools, obstacle }: PlanPreview, width: Width): string {
  if (cost === undefined) return '';
  const lines = [`${paint.bold('takes')}  ${totalText(cost)}`, ...slotLines(needs ?? [], pools)];
  if (obstacle) {
    const when = obstacle.lasts ? paint.red('in its way') : paint.yellow('waits');
    lines.push(`${when}  ${obstacle.stage}: ${obstacle.text}`);
  }
  return wrapped(lines.join('\n'), width, 2);
}

function totalText({ seconds, slotSeconds, stages, unknown, rows }: ExpectedCost): string {
  if (seconds === null || slotSeconds === null) {
    const told = stages.some((stage) => stage.seconds !== null);
    return told
      ? `unknown: no past run of this pipeline tells of ${unknown.join(', ')}`
      : 'unknown: no run of this pipeline, with these settings, has succeeded yet';
  }
  const running = stages.filter((stage) => !stage.isCached);
  if (running.length === 0) return 'no time to speak of: all comes from the cache';
  const runs = Math.max(...running.map((stage) => stage.seconds?.runs ?? 0));
  const scaled = running.some(({ scaledRuns }) => scaledRuns > 0);
  const by = `by ${runs === 1 ? '1 past run' : `${runs} past runs`}${scaled ? `, scaled to ${countText(rows)} rows` : ''}`;
  const spread = runs === 1 ? '' : ` (${spreadText(seconds)})`;
  return `about ${durationText(seconds.medianSeconds)}${spread}, ${countText(slotSeconds.medianSeconds)} slot-seconds, ${by}`;
}

function slotLines(needs: readonly SlotNeed[], pools: readonly HostPool[] | undefined): string[] {
  if (pools === undefined) return [];
  return needs.flatMap(({ stage, role, slots, fingerprint }) => {
    if (role === 'feature') return [];
    const own = pools.find((pool) => pool.role === role && pool.fingerprint === fingerprint);
    return [
      `${paint.bold('slots')}  ${stage} needs ${slots} of ${role}s: ${own?.free ?? 0} of ${own?.slots ?? 0} are free`,
    ];
  });
}
