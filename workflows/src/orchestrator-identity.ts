/**
 * Responsible for how an orchestrator tells, in the name that Temporal shows of it, which store it works on, so that a client can see
 * whether that is its own before a run is accepted.
 * Leaves to others: a store's ID (store), asking Temporal (client).
 */

/** A store as it is told: its own ID, and its bucket for people. */
export interface ToldStore {
  readonly id: string;
  readonly bucket: string;
}

/** @param process what Temporal calls a worker by default: process and host */
export function orchestratorIdentity(process: string, { id, bucket }: ToldStore): string {
  return `${process} store=${id} bucket=${bucket}`;
}

/** Null for a name that tells no store. */
export function storeOfIdentity(identity: string): ToldStore | null {
  const [, id, bucket] = / store=(\S+) bucket=(\S+)$/.exec(identity) ?? [];
  return id === undefined || bucket === undefined ? null : { id, bucket };
}
