/** Responsible for asking which services answer; every view asks, and one request serves all. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';

const everyMs = 5_000;

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => answered(api.GET('/v1/health', { signal })),
  refetchInterval: everyMs,
  retry: false,
});
