/**
 * Responsible for the slots that a plan's stages would need, whose they would be, those that there are now, and what a team holds of them.
 * Leaves to others: what keeps a run from having them (firstObstacle of domain), and granting them (gang.ts).
 */
import type { HostPool, HostRole, SlotNeed, StageName, TeamSlots } from '@espalier/domain';
import { listPools, listSlots } from '@espalier/fanout';
import { readQuota } from '@espalier/registry';
import type { PipelineSpec } from '@espalier/spec';
import { roleOf, slotsOf } from '../stages/stage-environment.js';
import { choosePoolFor } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';

/** @param stages that would run, in order */
export async function slotNeeds(
  services: StageServices,
  stages: readonly StageName[],
  spec: PipelineSpec,
  pipeline: string,
): Promise<readonly SlotNeed[]> {
  const needs: SlotNeed[] = [];
  for (const stage of stages) {
    const role = roleOf(stage);
    const pool = await choosePoolFor(services, stage, spec, pipeline);
    if (role === null || pool === null) continue;
    needs.push({ stage, role, slots: slotsOf(stage, spec), fingerprint: pool.fingerprint });
  }
  return needs;
}

const roles: readonly HostRole[] = ['feature', 'encoder', 'trainer'];

/** Of the hosts that live. */
export async function hostPools({ redis }: Pick<StageServices, 'redis'>): Promise<readonly HostPool[]> {
  const slots = await listSlots(redis);
  const pools = await Promise.all(roles.map((role) => listPools(redis, role)));
  return pools.flatMap((ofRole, at) => {
    const role = roles[at] as HostRole;
    return ofRole.flatMap(({ fingerprint, slots: all }): HostPool[] => {
      if (all === 0) return [];
      const taken = slots.filter(
        (slot) => slot.role === role && slot.fingerprint === fingerprint && slot.state !== 'free',
      );
      return [{ role, fingerprint, slots: all, free: Math.max(0, all - taken.length) }];
    });
  });
}

/** What the team holds now, and may; null where it has no quota. */
export async function teamSlots(
  { redis, store }: Pick<StageServices, 'redis' | 'store'>,
  team: string,
): Promise<TeamSlots | null> {
  const quota = await readQuota(store, team);
  if (quota === null) return null;
  const slots = (await listSlots(redis)).filter(({ gang }) => gang?.team === team);
  const held = (role: HostRole) => slots.filter((slot) => slot.role === role).length;
  return { team, held: { encoder: held('encoder'), trainer: held('trainer') }, most: quota.slots };
}
