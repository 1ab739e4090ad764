import { expectedCost, type PastRun, type StageAhead } from '@espalier/domain';
import { expect, it } from 'vitest';
import { planCostsText, plannedStagesText } from './plan-costs-text.js';

const stage = (name: StageAhead['name'], more: Partial<StageAhead> = {}): StageAhead => ({
  ...{ id: name, name, inputs: [], isCached: false, slots: 0, growsWithRows: true },
  ...more,
});
const ahead = [
  stage('plan', { growsWithRows: false }),
  stage('extract', { inputs: ['plan'], isCached: true }),
  stage('train', { inputs: ['extract'], slots: 2 }),
];
const past: readonly PastRun[] = [10, 12, 30].map((train) => ({ rows: 1_000, seconds: { plan: 1, train } }));
const stages = [
  { name: 'plan', verdict: { hit: false, reason: 'this stage always runs' } },
  { name: 'extract', verdict: { hit: true, reason: 'all is the same' } },
  { name: 'train', verdict: { hit: false, reason: 'other settings' } },
] as const;
const fingerprint = `sha256:${'1'.repeat(64)}` as const;
const needs = [{ stage: 'train', role: 'trainer', slots: 2, fingerprint } as const];
const pools = [{ role: 'trainer', slots: 2, free: 1, fingerprint } as const];
const nothing = { shards: [], stages: [], warnings: [], notes: [], needs, pools };

it('each stage is told with what it takes, and by how many runs', () => {
  expect(plannedStagesText(stages, expectedCost(ahead, 1_000, past), null)).toMatchInlineSnapshot(`
    "stage    would                takes about                  slot-seconds  because
    plan     run                  1.0 s by 3 (1.0 s to 1.0 s)                this stage always runs
    extract  come from the cache                                             all is the same
    train    run                  12 s by 3 (10 s to 26 s)               24  other settings"
  `);
});

it('the whole is told with its spread, the slots, and what stands in the way', () => {
  const cost = expectedCost(ahead, 2_000, past);
  const obstacle = { stage: 'train', kind: 'busy', lasts: false, text: 'it waits' } as const;
  expect(planCostsText({ ...nothing, cost, obstacle }, null)).toMatchInlineSnapshot(`
    "takes  about 25 s (22 s to 54 s), 48 slot-seconds, by 3 past runs, scaled to 2.00k rows
    slots  train needs 2 of trainers: 1 of 2 are free
    waits  train: it waits"
  `);
});

it('what nothing is known of is said', () => {
  const some = expectedCost(ahead, 1_000, [{ rows: 1_000, seconds: { plan: 1 } }]);
  expect(planCostsText({ ...nothing, needs: [], cost: some, obstacle: null }, null)).toMatch(
    /no past run .* tells of train$/,
  );
  const none = expectedCost(ahead, 1_000, []);
  expect(planCostsText({ ...nothing, needs: [], cost: none }, null)).toMatch(/no run of this pipeline/);
  expect(planCostsText({ shards: [], stages: [], warnings: [], notes: [] }, null)).toBe('');
});
