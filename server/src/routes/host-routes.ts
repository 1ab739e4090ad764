/** Responsible for the hosts of encoders and trainers, and who has their slots. */
import { z } from 'zod';
import { answers } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';

const slotSchema = z
  .object({
    slot: z.int(),
    state: z.string().describe('`free`, or how far the gang that has it is.'),
    gang: z.object({ gangId: z.string(), token: z.number(), rank: z.number(), team: z.string() }).nullable(),
  })
  .meta({ id: 'Slot' });

const hostSchema = z
  .object({
    role: z.string(),
    hostId: z.string(),
    fingerprint: z.string().describe('Of what shapes the bytes of its ranks.'),
    slots: z.array(slotSchema),
  })
  .meta({ id: 'Host' });
type Host = z.infer<typeof hostSchema>;

export function hostRoutes(app: Api, { queues }: Services): void {
  app.route({
    method: 'GET',
    url: '/v1/hosts',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listHosts',
      summary: 'Hosts that live, with their slots.',
      tags: ['hosts'],
      response: answers({ 200: z.object({ hosts: z.array(hostSchema) }) }),
    },
    handler: async () => {
      const hosts = new Map<string, Host>();
      for (const { role, hostId, fingerprint, slot, state, gang } of await queues.slots()) {
        const host = hosts.get(`${role} ${hostId}`) ?? { role, hostId, fingerprint, slots: [] };
        host.slots.push({ slot, state, gang });
        hosts.set(`${role} ${hostId}`, host);
      }
      return { hosts: [...hosts.values()] };
    },
  });
}
