/** What the supervisor is to keep running; `up` writes it, the supervisor reads it once. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@espalier/domain';
import { z } from 'zod';
import type { ProcessSpec } from './process-spec.js';

const readinessSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('temporal') }),
  z.object({ kind: z.literal('redis') }),
  z.object({ kind: z.literal('s3') }),
  z.object({ kind: z.literal('ready-file'), path: z.string() }),
]);

const processSpecSchema: z.ZodType<ProcessSpec> = z.object({
  name: z.string(),
  command: z.string(),
  args: z.array(z.string()),
  workingDir: z.string(),
  env: z.record(z.string(), z.string()),
  ready: readinessSchema,
  address: z.string().nullable(),
  ports: z.array(z.number()),
  order: z.number(),
  stopGraceMs: z.number(),
});

export const stackPlanSchema = z.object({ processes: z.array(processSpecSchema) });
export type StackPlan = z.infer<typeof stackPlanSchema>;

/** Two processes with the same digest were started by the same command in the same way. */
export function specDigest(spec: ProcessSpec): string {
  return createHash('sha256').update(canonicalJson(spec)).digest('hex').slice(0, 16);
}
