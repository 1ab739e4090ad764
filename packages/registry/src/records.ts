/** Responsible for reading small records in S3, each through one schema. Leaves to others: which records there are. */
import { EspalierError } from '@espalier/domain';
import type { Store } from '@espalier/store';
import type { z } from 'zod';

/** @throws EspalierError `registry.unreadable-record` */
export function parseRecord<T>(store: Store, key: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new EspalierError(
    'registry.unreadable-record',
    `${store.uri(key)} is not a record of the form that this version knows.`,
    {
      details: { key, issues },
    },
  );
}

/** Null where there is none. @throws EspalierError `registry.unreadable-record`, `store.*` */
export async function readRecord<T>(store: Store, key: string, schema: z.ZodType<T>): Promise<T | null> {
  const stored = await store.getJson(key);
  return stored === null ? null : parseRecord(store, key, schema, stored.value);
}
