/** Responsible for since when the server itself answers this page or does not: of all else the server tells. */
import { type Query, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { isAnswered } from '../api/problem.js';
import { healthQuery } from './health-query.js';

export interface SeenServer {
  readonly isUp: boolean;
  readonly sinceMs: number;
  /** As it was when the page first looked: it may have been so for longer. */
  readonly isFirst: boolean;
}

export function seenNow(before: SeenServer | null, isUp: boolean, nowMs: number): SeenServer {
  if (before?.isUp === isUp) return before;
  return { isUp, sinceMs: nowMs, isFirst: before === null };
}

let seen: SeenServer | null = null;

/** Null until it has been asked once. */
export function useSeenServer(): SeenServer | null {
  const client = useQueryClient();
  return useSyncExternalStore(
    (listener) => client.getQueryCache().subscribe(listener),
    () => {
      const query: Query | undefined = client.getQueryCache().find({ queryKey: healthQuery.queryKey });
      const { error, status } = query?.state ?? {};
      // Any answer is one of the server.
      if (status === 'success' || status === 'error') {
        seen = seenNow(seen, status === 'success' || isAnswered(error), Date.now());
      }
      return seen;
    },
  );
}
