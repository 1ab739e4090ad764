/**
 * Responsible for tokens that are bound to a team: whose runs they start and change.
 * Leaves to others: which routes such a token may use at all (guard.ts), what a team may hold (quotas).
 */
import { defaultTeam, EspalierError } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import type { Store } from '@espalier/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOfRoute } from './guard.js';

const recordSchema = z.object({
  spec: z.object({
    fleet: z.object({ team: z.string().default(defaultTeam) }).default({ team: defaultTeam }),
  }),
});

/** @throws EspalierError `access.team` where the token is of another team than the pipeline */
export function requireTeam(request: FastifyRequest, { fleet }: Pick<PipelineSpec, 'fleet'>): void {
  requireSame(request, fleet?.team ?? defaultTeam, 'The pipeline');
}

/** What is registered, or was run, belongs to the team that it names: a token of a team takes nothing over. @throws EspalierError `access.team` */
export function requireTeamUnchanged(request: FastifyRequest, sets: readonly string[]): void {
  const { team } = callerOfRoute(request);
  if (team === null || !sets.some((set) => /^\s*fleet\s*(=|\.\s*team|\[)/.test(set))) return;
  throw new EspalierError('access.team', `The token is of team ${team}, and \`sets\` name another team.`);
}

/** @throws EspalierError `access.team` where the token is of another team than the run, or nothing tells any more whose the run was */
export async function requireTeamOfRun(request: FastifyRequest, store: Store, runId: string): Promise<void> {
  if (callerOfRoute(request).team === null) return;
  const stored = await store.getJson(`runs/${runId}/spec.json`);
  const { data } = recordSchema.safeParse(stored?.value);
  requireSame(request, data?.spec.fleet.team ?? null, runId);
}

function requireSame(request: FastifyRequest, team: string | null, what: string): void {
  const own = callerOfRoute(request).team;
  if (own === null || own === team) return;
  const whose = team === null ? 'of no team that is known' : `of team ${team}`;
  throw new EspalierError('access.team', `${what} is ${whose}, and the token of team ${own}.`);
}
