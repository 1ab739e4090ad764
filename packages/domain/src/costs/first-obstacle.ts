/**
 * Responsible for what would first keep a run from going on: a quota, or slots that are not there, or not of one kind, or taken; pure.
 * Leaves to others: which hosts there are (fanout), and whose a stage takes (workers).
 */
import type { Fingerprint } from '../environment.js';
import type { QuotaRole, TeamSlots } from '../quotas.js';
import type { StageName } from '../stages.js';

export type HostRole = 'feature' | 'encoder' | 'trainer';

/** What a stage needs at once. */
export interface SlotNeed {
  readonly stage: StageName;
  readonly role: HostRole;
  readonly slots: number;
  /** Of the hosts that it takes. */
  readonly fingerprint: Fingerprint;
}

/** Slots of all hosts of a role that have one fingerprint. */
export interface HostPool {
  readonly role: HostRole;
  readonly fingerprint: Fingerprint;
  readonly slots: number;
  readonly free: number;
}

export interface Obstacle {
  readonly stage: StageName;
  readonly kind: 'no-host' | 'over-quota' | 'too-few-slots' | 'other-hosts' | 'quota-held' | 'busy';
  /** False for what goes away by itself: other runs end. */
  readonly lasts: boolean;
  readonly text: string;
}

/** What a person changes to have more. */
const remedies: Readonly<Record<HostRole, (slots: number) => string>> = {
  feature: () => 'start the stack (`espalier up`) or a feature worker',
  encoder: (slots) =>
    `start more (\`espalier down\`, then \`espalier up --encoder-workers ${slots}\`) or ask for fewer: encoder.workers`,
  trainer: (slots) =>
    `start more (\`espalier down\`, then \`espalier up --trainer-workers ${slots}\`) or ask for fewer: training.workers`,
};

/** @param needs in the order of the stages @param quota of the run's team, where it has one @returns the first that lasts, else the first that goes away; null where there is none */
export function firstObstacle(
  needs: readonly SlotNeed[],
  pools: readonly HostPool[],
  quota?: TeamSlots,
): Obstacle | null {
  const found = needs.flatMap((need) => obstacleTo(need, pools, quota) ?? []);
  return found.find(({ lasts }) => lasts) ?? found[0] ?? null;
}

function obstacleTo(need: SlotNeed, pools: readonly HostPool[], quota?: TeamSlots): Obstacle | null {
  const { stage, role, slots, fingerprint } = need;
  const ofRole = pools.filter((pool) => pool.role === role);
  const all = ofRole.reduce((total, pool) => total + pool.slots, 0);
  const own = ofRole.find((pool) => pool.fingerprint === fingerprint) ?? { slots: 0, free: 0 };
  const remedy = remedies[role](slots);
  if (all === 0) {
    return { stage, kind: 'no-host', lasts: true, text: `no ${role} host is up: ${remedy}` };
  }
  const wanted = slots === 1 ? `1 ${role} slot` : `${slots} ${role} slots`;
  const team = role === 'feature' ? undefined : teamOf(role, quota);
  if (team !== undefined && team.most < slots) {
    const text = `it needs ${wanted}, and the quota of team ${team.name} is ${team.most}: ask for fewer (${role === 'encoder' ? 'encoder' : 'training'}.workers), or an admin for more (\`espalier quota set ${team.name} --${role}-slots ${slots}\`)`;
    return { stage, kind: 'over-quota', lasts: true, text };
  }
  if (all < slots) {
    const text = `it needs ${wanted}, and there are ${all}: ${remedy}`;
    return { stage, kind: 'too-few-slots', lasts: true, text };
  }
  if (own.slots < slots) {
    const kinds = ofRole.map((pool) => pool.slots).join(' + ');
    const text = `it needs ${wanted} of one environment and of the orchestrator's code, and has ${own.slots}: the hosts that are up (${kinds} slots) do not make a gang; start all from one checkout, on machines of one kind`;
    return { stage, kind: 'other-hosts', lasts: true, text };
  }
  if (team !== undefined && team.held + slots > team.most) {
    const text = `it needs ${wanted}, and team ${team.name} holds ${team.held} of its quota of ${team.most}: it waits until other runs of the team give theirs back`;
    return { stage, kind: 'quota-held', lasts: false, text };
  }
  if (own.free < slots) {
    const text = `it needs ${wanted}, and ${own.free} of ${own.slots} are free: it waits until other runs give theirs back`;
    return { stage, kind: 'busy', lasts: false, text };
  }
  return null;
}

/** What the team holds of slots of the role, and may; undefined without a limit. */
function teamOf(role: QuotaRole, quota: TeamSlots | undefined) {
  const most = quota?.most[role];
  return quota === undefined || most === undefined
    ? undefined
    : { name: quota.team, held: quota.held[role], most };
}
