/** Responsible for how answers are kept and asked for anew: a session that is over is seen by any request, and shown once. */
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { askAgain } from './ask-again.js';
import { isAnswered } from './problem.js';
import { sessionQuery } from './session.js';

const unauthorized = 401;

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isAnswered(error) && error.status === unauthorized) {
          client.setQueryData(sessionQuery.queryKey, null);
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        // What was answered is as it is; what wasn't is asked again by the next interval.
        retry: (failures, error) => !isAnswered(error) && failures < 1,
        // Of those that have no interval of their own.
        refetchInterval: askAgain(),
        refetchOnWindowFocus: true,
      },
    },
  });
  return client;
}
