/** Responsible for all that the home page asks: four requests, whatever there is in all. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';

const everyMs = 10_000;
const mostModels = 50;
const mostNotifications = 50;

export const modelsQuery = queryOptions({
  queryKey: ['models', 'first'],
  queryFn: ({ signal }) =>
    answered(api.GET('/v1/models', { params: { query: { limit: mostModels } }, signal })),
  refetchInterval: everyMs,
});

export const notificationsQuery = queryOptions({
  queryKey: ['notifications', 'first'],
  queryFn: ({ signal }) =>
    answered(api.GET('/v1/notifications', { params: { query: { limit: mostNotifications } }, signal })),
  refetchInterval: everyMs,
});
