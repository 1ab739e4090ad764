/** Responsible for since when each service is as it is, as far as the server has looked. Pure. */

/** `unknown` of what only another service could tell, while that is away. */
export type ServiceState = 'up' | 'away' | 'unknown';

export interface SeenState {
  readonly state: ServiceState;
  readonly sinceMs: number;
  /** It was so when the server first looked, and may have been so for longer. */
  readonly isFirst: boolean;
}

export type SeenStates<N extends string> = Readonly<Record<N, SeenState>>;

/** @param before null at the first look */
export function seenStates<N extends string>(
  before: SeenStates<N> | null,
  now: Readonly<Record<N, ServiceState>>,
  nowMs: number,
): SeenStates<N> {
  const seen = Object.entries<ServiceState>(now).map(([name, state]) => {
    const known = before?.[name as N];
    const since = known?.state === state ? known : { state, sinceMs: nowMs, isFirst: known === undefined };
    return [name, since] as const;
  });
  return Object.fromEntries(seen) as Record<N, SeenState>;
}
