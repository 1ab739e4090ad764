/** Responsible for how is told what asked for a run. */
import type { RunListing } from './runs-query.js';

export const triggerWords: Readonly<Record<NonNullable<RunListing['trigger']>, string>> = {
  command: 'a command',
  api: 'the API',
  schedule: 'a schedule',
  backfill: 'a backfill',
  arrival: 'a partition’s arrival',
  client: 'a program',
};
