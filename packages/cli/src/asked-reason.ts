/** Responsible for why a change of a model is asked for, as the command line says it. Leaves to others: what passes for a reason (triggers). */

export interface AskedOptions {
  readonly reason: string;
  /** Why it is asked for whatever the version's golden rows say. */
  readonly despiteReplay?: string | undefined;
}

/** An override is asked for by its reason, so that nobody leaves it out. */
export function askedReason({ reason, despiteReplay }: AskedOptions): {
  readonly reason: string;
  readonly despiteReplay?: true;
} {
  return despiteReplay === undefined ? { reason } : { reason: despiteReplay, despiteReplay: true };
}
