/** Responsible for what stands in the address of a run: the stage that is chosen. */
import * as z from 'zod/mini';

const mostOfStage = 200;

export const runSearch = z.object({
  /** The ID of an instance; without it, the stage that tells most. */
  stage: z.catch(z.optional(z.string().check(z.maxLength(mostOfStage))), undefined),
});
