/** Responsible for why a gang waits, in words. Pure. Leaves what can be done about too few slots to whoever knows the environments. */
import type { GangWaiting } from './acquire-gang.js';
import type { GangRole } from './gang-keys.js';

/** A clause that follows `waits`: `for 2 trainer slots: 1 of 2 are free, 1 gang is before it`. */
export function waitingWords(
  role: GangRole,
  team: string,
  { worldSize, freeSlots, totalSlots, otherSlots, ahead, isOverQuota, teamSlots, quota }: GangWaiting,
): string {
  if (isOverQuota && quota !== null) {
    const change = `an admin changes it (espalier quota set ${team} --${role}-slots N)`;
    const why =
      quota < worldSize
        ? `is ${quota}: ${change}`
        : `is ${quota}, and its runs hold ${teamSlots}: it goes on when they, and those of the team before it, have ended`;
    return `for ${worldSize} ${role} slots: the quota of team ${team} ${why}`;
  }
  if (totalSlots < worldSize) {
    const others = otherSlots === 0 ? '' : ` of its environment, and ${otherSlots} of others`;
    return `for ${worldSize} ${role} slots, but there are ${totalSlots}${others}`;
  }
  const queue = ahead > 0 ? `, ${ahead === 1 ? '1 gang is' : `${ahead} gangs are`} before it` : '';
  return `for ${worldSize} ${role} slots: ${freeSlots} of ${totalSlots} are free${queue}`;
}
