/**
 * Responsible for a shard's rows with what is joined to them, all of its open slices at once.
 * Leaves to others: joining (joins/), what is made of the rows (slice-rows.ts).
 */
import { EspalierError, type SourceShard } from '@espalier/domain';
import type { Database } from './database.js';
import type { ExactFile } from './exact-file.js';
import { explainFailure } from './extraction-failure.js';
import { joinRows } from './joins/join-rows.js';
import { keepTables } from './joins/kept-joins.js';
import type { ParquetFooter } from './parquet-footer.js';
import { plainRowsSql, type SliceContext, sliceRows } from './slice-rows.js';
import type { SourceAccess } from './source-bytes.js';

export interface OpenSlice {
  readonly file: ExactFile;
  readonly footer: ParquetFooter;
  readonly slice: SourceShard;
}

/**
 * SQL of each slice's rows, good until the next are joined; empty where the plan joins nothing.
 * @throws EspalierError as `keepTables`; `features.corrupt-source` where the rows can't be read
 */
export async function joinSlices(
  database: Database,
  open: readonly OpenSlice[],
  options: SliceContext & SourceAccess & { readonly signal?: AbortSignal },
): Promise<readonly string[]> {
  const { plan, signal } = options;
  if (plan.joins === undefined) return [];
  await keepTables(database, plan.joins, options, signal);
  const parts = open.map(({ file, footer, slice }) => plainRowsSql(file, footer, slice, plan));
  try {
    return await joinRows(database, plan.joins, parts);
  } catch (error) {
    if (signal?.aborted || error instanceof EspalierError) throw error;
    let explained: unknown = error;
    for (const { file, footer, slice } of open) {
      const rows = await sliceRows(file, footer, slice, options, null);
      explained = await explainFailure(error, { database, ...rows, columns: [] });
      if (explained instanceof EspalierError && explained.code === 'features.corrupt-source') break;
    }
    throw explained;
  }
}
