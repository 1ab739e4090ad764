/** Responsible for which changes of a model the API would grant, so that no other is offered. Pure. */
import type { Schemas } from '../api/client.js';

export type ModelAction = 'promote' | 'approve' | 'reject' | 'rollback';

export interface OfferedChange {
  readonly action: ModelAction;
  /** Null of a rollback, which goes where it goes. */
  readonly version: number | null;
}

/** The one that is most likely meant comes first. */
export function offeredChanges(model: Schemas['Model']): OfferedChange[] {
  const { champion, challenger, previous, approved, rejected, held, awaiting = [] } = model;
  const waits = awaiting.map(({ version }) => version);
  const undecided = [...new Set([...waits, ...held])];
  const rival =
    challenger === null || challenger === champion || rejected.includes(challenger) ? null : challenger;
  const candidates = [...new Set([...(rival === null ? [] : [rival]), ...approved])]
    .filter((version) => version !== champion && !undecided.includes(version))
    .sort((a, b) => b - a);
  return [
    ...undecided.flatMap((version): OfferedChange[] => [
      { action: 'approve', version },
      { action: 'reject', version },
    ]),
    ...candidates.slice(0, 3).map((version): OfferedChange => ({ action: 'promote', version })),
    ...(rival === null || undecided.includes(rival) ? [] : [{ action: 'reject' as const, version: rival }]),
    ...(previous === null ? [] : [{ action: 'rollback' as const, version: null }]),
  ];
}
