/** Responsible for quotas as a table, and as words. */
import type { TeamQuota } from '@espalier/client';
import { type Quota, quotaRoles } from '@espalier/domain';
import type { Width } from './fit-width.js';
import { clockText } from './models-text.js';
import { plainTable } from './plain-table.js';
import { printable } from './printable.js';

export function quotasText(quotas: readonly TeamQuota[], width: Width): string {
  return plainTable(
    [
      { title: 'team' },
      { title: 'encoder slots' },
      { title: 'trainer slots' },
      { title: 'set by', wraps: true },
    ],
    quotas.map(({ team, quota, held }) => [
      team,
      ...quotaRoles.map((role) => `${held[role]} of ${quota?.slots[role] ?? 'any'}`),
      quota === null ? '' : `${printable(quota.by)}, ${clockText(quota.at)}`,
    ]),
    width,
  );
}

/** `4 encoder slots and 8 trainer slots`. */
export function slotsText(slots: Quota['slots']): string {
  const told = quotaRoles.filter((role) => slots[role] !== undefined);
  return told.map((role) => `${slots[role]} ${role} ${slots[role] === 1 ? 'slot' : 'slots'}`).join(' and ');
}
