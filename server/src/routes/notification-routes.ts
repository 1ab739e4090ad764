/** Responsible for what people were told, and what a target has not taken. */
import { deadLetters, latestNotifications } from '@espalier/client';
import { notificationTypes } from '@espalier/domain';
import { z } from 'zod';
import { answers, plain } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { nextCursor, pageQuery } from '../http/paging.js';

const mostListed = 1_000;
const querystring = pageQuery(mostListed);

const notificationSchema = z
  .object({
    id: z.string().describe('What happened: the same again is the same notification.'),
    type: z.enum(notificationTypes),
    at: z.string().describe('ISO 8601.'),
    pipeline: z.string().nullable(),
    model: z.string().nullable(),
    runId: z.string().nullable(),
    title: z.string(),
    text: z.string(),
  })
  .meta({ id: 'Notification' });

const deadLetterSchema = z
  .object({ notification: notificationSchema, target: z.string(), reason: z.string(), at: z.string() })
  .meta({ id: 'DeadLetter' });

export function notificationRoutes(app: Api, { store }: Services): void {
  app.route({
    method: 'GET',
    url: '/v1/notifications',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listNotifications',
      summary: 'What people were told, the last one first, whether there was anybody to tell or not.',
      tags: ['notifications'],
      querystring,
      response: answers({ 200: z.object({ notifications: z.array(notificationSchema), nextCursor }) }),
    },
    handler: async ({ query }) => {
      const page = await latestNotifications(store, query);
      const notifications = plain<z.infer<typeof notificationSchema>[]>(page.items);
      return { notifications, nextCursor: page.nextCursor };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/notifications/dead',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listDeadLetters',
      summary: 'What a target has not taken, however often it was tried, the last one first.',
      tags: ['notifications'],
      querystring,
      response: answers({ 200: z.object({ deadLetters: z.array(deadLetterSchema), nextCursor }) }),
    },
    handler: async ({ query }) => {
      const page = await deadLetters(store, query);
      return {
        deadLetters: plain<z.infer<typeof deadLetterSchema>[]>(page.items),
        nextCursor: page.nextCursor,
      };
    },
  });
}
