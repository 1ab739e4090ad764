/** Responsible for what stands in the address of a model: a version that is shown beside those that matter now. */
import * as z from 'zod/mini';

export const modelSearch = z.object({
  version: z.catch(z.optional(z.int().check(z.minimum(1))), undefined),
});
