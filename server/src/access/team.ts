/**
 * Responsible for tokens that are bound to a team: whose runs they start and change, and that these move no champion unseen.
 * Leaves to others: which routes such a token may use at all (guard.ts), what a team may hold (quotas).
 */

import type { StartBasis } from '@espalier/client';
import { defaultTeam, EspalierError } from '@espalier/domain';
import type { LoadedSpec, PipelineSpec } from '@espalier/spec';
import { digestOfJson, type Store } from '@espalier/store';
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

/**
 * Of a run of what is registered, or was run: it is the team's, as it stands, as it stood, and in the version that counts by now, whose runs
 * wait for each other.
 * @throws EspalierError `access.team`
 */
export function requireTeamOfStart(request: FastifyRequest, { spec }: LoadedSpec, basis: StartBasis): void {
  if (callerOfRoute(request).team === null) return;
  requireTeam(request, spec);
  const unchanged = basis.unchanged();
  requireTeam(request, unchanged);
  if (spec.fleet?.priority !== unchanged.fleet?.priority) requirePriority(request, spec);
  requireTeam(request, basis.counting() ?? unchanged);
  if (digestOfJson(spec.publish ?? null) !== digestOfJson(unchanged.publish ?? null)) {
    requirePromotedByHand(request, spec);
  }
}

/** Runs of a high priority go before those of all other teams. @throws EspalierError `access.team` where it is above the token's */
export function requirePriority(request: FastifyRequest, { fleet }: Pick<PipelineSpec, 'fleet'>): void {
  const { mostPriority } = callerOfRoute(request);
  const priority = fleet?.priority ?? 0;
  if (mostPriority === null || priority <= mostPriority) return;
  throw new EspalierError(
    'access.team',
    `The run is to have priority ${priority}; the token starts runs of ${mostPriority} at most, and those of registered pipelines as they are registered.`,
  );
}

/** A model is no team's: what moves its champion by itself, an admin has registered. @throws EspalierError `access.team` */
export function requirePromotedByHand(
  request: FastifyRequest,
  { publish }: Pick<PipelineSpec, 'publish'>,
): void {
  const { team } = callerOfRoute(request);
  if (team === null || publish === undefined) return;
  if (publish.promote === 'by-hand' && publish.approval?.else !== 'promote') return;
  throw new EspalierError(
    'access.team',
    `The token is of team ${team}: with it only a registered pipeline, its \`publish\` unchanged, has \`publish.promote: ${publish.promote}\`. Start the run with \`by-hand\`, or have an admin register it.`,
  );
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
