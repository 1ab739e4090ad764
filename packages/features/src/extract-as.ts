/**
 * Responsible for planned rows as another model reads them: the rows, splits, labels and identities are the plan's, the features the model's, which
 * may read columns that the plan does not name.
 * Leaves to others: extraction (extract-shard.ts), and coding what was extracted (matrix-reader.ts).
 */
import {
  EspalierError,
  type FeatureColumn,
  type FeatureSchema,
  isSameName,
  joinedColumns,
  nameKey,
  type PlanBody,
  type PlanColumn,
  type SourceShard,
} from '@espalier/domain';
import { Database } from './database.js';
import { type ExtractedSplit, type ExtractOptions, extractShard } from './extract-shard.js';
import { joinedBy } from './joins/joined-by.js';
import { readFooter } from './parquet-footer.js';
import { valueColumns } from './scoring-input.js';
import { withSourceObjects } from './source-bytes.js';
import { findPlannedObject } from './source-identity.js';
import { type FileColumns, unifyColumns } from './unify-columns.js';

export interface ExtractAsOptions extends Omit<ExtractOptions, 'plan'> {
  readonly plan: Pick<PlanBody, 'columns' | 'splitRules' | 'joins'>;
  /** The model's. */
  readonly schema: FeatureSchema;
}

/** Objects whose footers are looked at together. */
const objectsAtOnce = 64;

/**
 * Extracts a shard as `extractShard` does, with the features of `schema`.
 * @throws EspalierError `features.missing-column` and `features.column-type` where the rows lack what the model reads; as `extractShard`
 */
export async function extractAs({ schema, plan, ...options }: ExtractAsOptions): Promise<ExtractedSplit[]> {
  const { slices } = options;
  requireSameJoins(schema, plan, slices[0]);
  const columns = await columnsFor(schema, plan, options);
  const features = schema.columns.map(featureOf);
  return await extractShard({ ...options, plan: { ...plan, columns, features } });
}

/** The plan's columns, and of the objects' others those that the model reads. */
async function columnsFor(
  schema: FeatureSchema,
  { columns, joins }: ExtractAsOptions['plan'],
  options: Omit<ExtractAsOptions, 'plan' | 'schema'>,
): Promise<readonly PlanColumn[]> {
  const { uri } = options.slices[0];
  const joined = joinedColumns(joins);
  const read = (all: readonly PlanColumn[]) =>
    valueColumns(uri, schema, [...all, ...joined], options.scratchDir);
  try {
    await read(columns);
    return columns;
  } catch (error) {
    if (!(error instanceof EspalierError) || error.code !== 'features.missing-column') throw error;
  }
  const taken = new Set([...columns, ...joined].map(({ name }) => nameKey(name)));
  const others = (await columnsOfObjects(options)).filter(({ name }) => !taken.has(nameKey(name)));
  const { reads } = await read([...columns, ...others]);
  return [...columns, ...others.filter(({ name }) => reads.has(name))];
}

async function columnsOfObjects(
  options: Omit<ExtractAsOptions, 'plan' | 'schema'>,
): Promise<readonly PlanColumn[]> {
  const { slices, scratchDir, signal } = options;
  return await Database.withKept({ scratchDir }, async (database) => {
    const files: FileColumns[] = [];
    for (let i = 0; i < slices.length; i += objectsAtOnce) {
      const some = slices.slice(i, i + objectsAtOnce);
      const objects = await Promise.all(some.map((slice) => findPlannedObject(slice, signal)));
      const footersOnly = objects.map((object) => ({ object, chunks: null }));
      await withSourceObjects(database, footersOnly, options, async (opened) => {
        for (const [position, file] of opened.entries()) {
          const name = some[position]?.uri ?? file.path;
          const { columns } = await readFooter(database, file, name);
          files.push({ name, columns });
        }
      });
    }
    return unifyColumns(files, new Map()).columns;
  });
}

function featureOf({ name, kind, sql, joined, ...column }: FeatureSchema['columns'][number]): FeatureColumn {
  const reference =
    'reference' in column && column.reference !== undefined ? { reference: column.reference } : {};
  return { name, kind, sql, ...reference, ...(joined === undefined ? {} : { joined }) };
}

/**
 * A column of the same name that was made otherwise is another column.
 * @throws EspalierError `features.missing-column`
 */
function requireSameJoins(
  schema: FeatureSchema,
  { joins }: ExtractAsOptions['plan'],
  { uri }: SourceShard,
): void {
  const made = joinedBy(joins ?? null);
  const reasons = schema.columns
    .flatMap(({ joined = [] }) => joined)
    .flatMap(({ name, how }) => {
      const own = made.find((each) => isSameName(each.name, name));
      return own === undefined || withoutPlace(own.how) === withoutPlace(how)
        ? []
        : [`${name} is made otherwise: ${own.how}, not ${how}`];
    });
  if (reasons.length === 0) return;
  const message = `${uri} does not fit the model: ${[...new Set(reasons)].join('; ')}.`;
  throw new EspalierError('features.missing-column', message, { details: { path: uri, reasons } });
}

/** In which place of the pipeline a lookup or count stands does not matter. */
function withoutPlace(how: string): string {
  return how.replace(/^features\.\w+\[\d+\]: /, '');
}
