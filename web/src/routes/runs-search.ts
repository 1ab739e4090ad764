/** Responsible for the filters of the list of runs as they stand in the address: what is none is passed over. */
import * as z from 'zod/mini';
import { standings } from '../run/standing.js';

export const spans = ['1h', '24h', '7d', '30d'] as const;
export type Span = (typeof spans)[number];

export const spanMs: Readonly<Record<Span, number>> = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
};

/** What asked for a run. */
export const triggers = ['command', 'api', 'schedule', 'backfill', 'arrival', 'client'] as const;

const mostOfTag = 141;

export const runsSearch = z.object({
  state: z.catch(z.optional(z.enum(standings)), undefined),
  pipeline: z.catch(z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,62}$/))), undefined),
  trigger: z.catch(z.optional(z.enum(triggers)), undefined),
  since: z.catch(z.optional(z.enum(spans)), undefined),
  /** `key=value`. */
  tag: z.catch(z.optional(z.string().check(z.regex(/^[^=]+=.+$/), z.maxLength(mostOfTag))), undefined),
  /** How their IDs begin. */
  find: z.catch(z.optional(z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,255}$/))), undefined),
  /** An operation on many runs whose progress is shown; it filters nothing. */
  bulk: z.catch(z.optional(z.string().check(z.regex(/^(cancel|retry)-[0-9a-z-]{1,40}$/))), undefined),
});
export type RunsSearch = z.infer<typeof runsSearch>;
