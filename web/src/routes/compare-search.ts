/** Responsible for what stands in the address of a comparison: the runs, of which the first is the one that others are held to. */
import * as z from 'zod/mini';

export const mostCompared = 100;
const runId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/), z.maxLength(256));

export const compareSearch = z.object({
  runs: z.catch(z.array(runId).check(z.maxLength(mostCompared)), []),
  task: z.catch(z.optional(z.string().check(z.maxLength(200))), undefined),
});
