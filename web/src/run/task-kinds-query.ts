/** Responsible for asking what kinds of tasks declare of their figures: once, since only another version of the server says otherwise. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';

export const taskKindsQuery = queryOptions({
  queryKey: ['task-kinds'],
  queryFn: ({ signal }) => answered(api.GET('/v1/task-kinds', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
