/** What starts runs: a person or program by the command line, by the API or by the client, a schedule, a backfill, a partition that arrived. */
export const runTriggers = ['command', 'api', 'client', 'schedule', 'backfill', 'arrival'] as const;
export type RunTrigger = (typeof runTriggers)[number];
