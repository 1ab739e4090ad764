/** The supervisor's account of the stack, which it alone writes and `up`, `down` and `status` read. */
import { isErrorCode, type SerializedError } from '@espalier/domain';
import { z } from 'zod';
import { readJsonFile } from './json-file.js';
import { processIdentitySchema } from './process-identity.js';

const serializedErrorSchema = z.object({
  code: z.custom<SerializedError['code']>((code) => typeof code === 'string' && isErrorCode(code)),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
});

const processRecordSchema = z.object({
  name: z.string(),
  /** Null between two starts. */
  identity: processIdentitySchema.nullable(),
  state: z.enum(['waiting', 'starting', 'running', 'backing-off']),
  /** Milliseconds since the epoch of the present or last start; null before the first. */
  startedAtMs: z.number().nullable(),
  restarts: z.number().int(),
  /** How it ended last; null if it never has. Absent in files of earlier versions. */
  lastEnd: z
    .object({
      atMs: z.number(),
      pid: z.number().int(),
      exitCode: z.number().int().nullable(),
      signal: z.string().nullable(),
      outOfMemory: z.boolean().nullable(),
    })
    .nullable()
    .default(null),
  address: z.string().nullable(),
  order: z.number(),
  stopGraceMs: z.number(),
  /** Digest of the spec that it was started from. */
  specDigest: z.string(),
});
export type ProcessRecord = z.infer<typeof processRecordSchema>;

const stackStateSchema = z.object({
  supervisor: processIdentitySchema,
  phase: z.enum(['starting', 'ready', 'stopping', 'failed']),
  error: serializedErrorSchema.nullable(),
  processes: z.array(processRecordSchema),
});
export type StackState = z.infer<typeof stackStateSchema>;

export function readStackState(path: string): StackState | null {
  return readJsonFile(path, stackStateSchema);
}
