/** Responsible for what of a run that is to be started stands in the address: a link may offer one, and starts nothing by itself. */
import * as z from 'zod/mini';

const mostOfName = 63;
const mostOfLabel = 40;

export const startSearch = z.object({
  pipeline: z.catch(z.optional(z.string().check(z.minLength(1), z.maxLength(mostOfName))), undefined),
  /** The partition. */
  for: z.catch(z.optional(z.string().check(z.minLength(1), z.maxLength(mostOfLabel))), undefined),
});
