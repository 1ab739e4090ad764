/** Responsible for the hosts of encoders and trainers, who has their slots, and which gangs wait for some, and why. */
import { runNamed } from '@espalier/domain';
import { type WaitingGang, type WorkerPool, waitingWords } from '@espalier/fanout';
import { z } from 'zod';
import { answers } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';

const mostWaiting = 200;

const ofRun = {
  gangId: z.string(),
  runId: z.string().nullable().describe('Null where the name tells none.'),
  stage: z.string().nullable().describe('The ID of the instance.'),
  team: z.string(),
};

const slotSchema = z
  .object({
    slot: z.int(),
    state: z.string().describe('`free`, or how far the gang that has it is.'),
    gang: z
      .object({
        ...ofRun,
        token: z.number(),
        rank: z.number(),
        sinceMs: z.number().nullable().describe('When it was granted; null where nobody knows.'),
      })
      .nullable(),
  })
  .meta({ id: 'Slot' });

const hostSchema = z
  .object({
    role: z.string(),
    hostId: z.string(),
    fingerprint: z.string().describe('Of what shapes the bytes of its ranks.'),
    device: z.string().nullable().describe('`cpu` or `gpu`; null where nobody says.'),
    slots: z.array(slotSchema),
  })
  .meta({ id: 'Host' });
type Host = z.infer<typeof hostSchema>;

const waitingSchema = z
  .object({
    ...ofRun,
    role: z.string(),
    slots: z.int().describe('That it needs, all at once.'),
    priority: z.number(),
    sinceMs: z.number().describe('When it first asked.'),
    ahead: z.int().nullable().describe('Gangs that are served before it; null until it asks again.'),
    because: z.string().describe('Such as `for 2 trainer slots: 1 of 2 are free`.'),
  })
  .meta({ id: 'WaitingGang' });

export function hostRoutes(app: Api, { queues }: Services): void {
  app.route({
    method: 'GET',
    url: '/v1/hosts',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listHosts',
      summary:
        'Hosts that live, with their slots and who has them since when; gangs that wait for slots, and why.',
      tags: ['hosts'],
      response: answers({
        200: z.object({
          hosts: z.array(hostSchema),
          waiting: z.array(waitingSchema).describe('In the order of their turns by role; 200 at most.'),
          waitingInAll: z.int(),
        }),
      }),
    },
    handler: async () => {
      const [slots, waiting, ...pools] = await Promise.all([
        ...([queues.slots(), queues.waiting()] as const),
        ...([queues.pools('encoder'), queues.pools('trainer')] as const),
      ]);
      const devices = devicesOf(pools.flat());
      const hosts = new Map<string, Host>();
      for (const { role, hostId, fingerprint, slot, state, gang } of slots) {
        // Forests are fitted on CPUs.
        const device = role === 'encoder' ? 'cpu' : (devices.get(fingerprint) ?? null);
        const host = hosts.get(`${role} ${hostId}`) ?? { role, hostId, fingerprint, device, slots: [] };
        host.slots.push({ slot, state, gang: gang && { ...gang, ...runOf(gang.gangId) } });
        hosts.set(`${role} ${hostId}`, host);
      }
      return {
        hosts: [...hosts.values()],
        waiting: waiting.slice(0, mostWaiting).map(toldOf),
        waitingInAll: waiting.length,
      };
    },
  });
}

/** By fingerprint. */
function devicesOf(pools: readonly WorkerPool[]): ReadonlyMap<string, string> {
  return new Map(
    pools.flatMap(({ fingerprint, environment: { device } }) =>
      typeof device === 'string' ? [[fingerprint, device]] : [],
    ),
  );
}

function toldOf({
  role,
  gangId,
  worldSize,
  team,
  priority,
  sinceMs,
  told,
}: WaitingGang): z.infer<typeof waitingSchema> {
  const because =
    told === null ? `for ${worldSize} ${role} slots: it starts again` : waitingWords(role, team, told);
  const ahead = told?.ahead ?? null;
  return { gangId, ...runOf(gangId), team, role, slots: worldSize, priority, sinceMs, ahead, because };
}

/** A gang is called by its run and its stage, either of which may have dots. */
export function runOf(gangId: string): { readonly runId: string | null; readonly stage: string | null } {
  for (let dot = gangId.indexOf('.'); dot !== -1; dot = gangId.indexOf('.', dot + 1)) {
    const runId = gangId.slice(0, dot);
    if (runNamed(runId) !== null) return { runId, stage: gangId.slice(dot + 1) };
  }
  return { runId: null, stage: null };
}
