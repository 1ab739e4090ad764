/**
 * Responsible for what would first keep a run from going on: slots that are not there, or not of one kind, or taken; pure.
 * Leaves to others: which hosts there are (fanout), and whose a stage takes (workers).
 */
import type { Fingerprint } from '../environment.js';
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
  readonly kind: 'no-host' | 'too-few-slots' | 'other-hosts' | 'busy';
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

/** @param needs in the order of the stages @returns the first that lasts, else the first that goes away; null where there is none */
export function firstObstacle(needs: readonly SlotNeed[], pools: readonly HostPool[]): Obstacle | null {
  const found = needs.flatMap((need) => obstacleTo(need, pools) ?? []);
  return found.find(({ lasts }) => lasts) ?? found[0] ?? null;
}

function obstacleTo(need: SlotNeed, pools: readonly HostPool[]): Obstacle | null {
  const { stage, role, slots, fingerprint } = need;
  const ofRole = pools.filter((pool) => pool.role === role);
  const all = ofRole.reduce((total, pool) => total + pool.slots, 0);
  const own = ofRole.find((pool) => pool.fingerprint === fingerprint) ?? { slots: 0, free: 0 };
  const remedy = remedies[role](slots);
  if (all === 0) {
    return { stage, kind: 'no-host', lasts: true, text: `no ${role} host is up: ${remedy}` };
  }
  const wanted = slots === 1 ? `1 ${role} slot` : `${slots} ${role} slots`;
  if (all < slots) {
    const text = `it needs ${wanted}, and there are ${all}: ${remedy}`;
    return { stage, kind: 'too-few-slots', lasts: true, text };
  }
  if (own.slots < slots) {
    const kinds = ofRole.map((pool) => pool.slots).join(' + ');
    const text = `it needs ${wanted} of one environment and of the orchestrator's code, and has ${own.slots}: the hosts that are up (${kinds} slots) do not make a gang; start all from one checkout, on machines of one kind`;
    return { stage, kind: 'other-hosts', lasts: true, text };
  }
  if (own.free < slots) {
    const text = `it needs ${wanted}, and ${own.free} of ${own.slots} are free: it waits until other runs give theirs back`;
    return { stage, kind: 'busy', lasts: false, text };
  }
  return null;
}
