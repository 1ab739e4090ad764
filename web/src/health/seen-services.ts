/** Responsible for since when each service answers or does not, as far as this page has looked: the API tells of the moment alone. */
import { type Query, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Schemas } from '../api/client.js';
import { isAnswered } from '../api/problem.js';
import { healthQuery } from './health-query.js';
import type { ServiceName } from './services.js';

export interface SeenService {
  readonly isUp: boolean;
  readonly sinceMs: number;
  /** As it was when the page first looked: it may have been so for longer. */
  readonly isFirst: boolean;
}

export type SeenServices = Readonly<Partial<Record<ServiceName | 'server', SeenService>>>;

/** @param health null where the server has not answered: then nobody knows of the others, and they stay as they were seen */
export function seenNow(before: SeenServices, health: Schemas['Health'] | null, nowMs: number): SeenServices {
  const states = {
    server: health !== null,
    ...Object.fromEntries(
      Object.entries(health?.services ?? {}).map(([name, state]) => [name, state === 'up']),
    ),
  };
  const changed = Object.entries(states).flatMap(([name, isUp]) => {
    const known = before[name as ServiceName];
    if (known?.isUp === isUp) return [];
    return [[name, { isUp, sinceMs: nowMs, isFirst: known === undefined }]];
  });
  return changed.length === 0 ? before : { ...before, ...Object.fromEntries(changed) };
}

let seen: SeenServices = {};

export function useSeenServices(): SeenServices {
  const client = useQueryClient();
  return useSyncExternalStore(
    (listener) => client.getQueryCache().subscribe(listener),
    () => {
      const query: Query | undefined = client.getQueryCache().find({ queryKey: healthQuery.queryKey });
      const { data, error, status } = query?.state ?? {};
      if (status === undefined || status === 'pending') return seen;
      // Any answer is one of the server.
      const health =
        status === 'error' && !isAnswered(error) ? null : (data as Schemas['Health'] | undefined);
      if (health !== undefined) seen = seenNow(seen, health, Date.now());
      return seen;
    },
  );
}
