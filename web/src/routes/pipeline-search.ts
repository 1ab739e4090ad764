/** Responsible for what stands in the address of a pipeline: the last partition of the window that is shown. */
import * as z from 'zod/mini';

export const pipelineSearch = z.object({
  until: z.catch(z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}(T\d{2})?$/))), undefined),
});
