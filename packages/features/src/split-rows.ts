/**
 * Responsible for which split each row of the training source goes to: by a seeded hash of a key or of the row, or by time.
 * Leaves to others: reading the rows (extract-shard.ts).
 */
import { EspalierError, isSameName, type RuledSplit, type SplitName, type SplitRule } from '@espalier/domain';
import { type PipelineSpec, trainingShares } from '@espalier/spec';
import { isText } from './column-kinds.js';
import type { Database } from './database.js';
import type { InspectedObject } from './inspect-source.js';
import { keySql, momentSql } from './key-sql.js';
import { objectRowsSql } from './object-rows.js';
import type { SourceColumn } from './parquet-footer.js';
import { testedOnRows } from './row-filter.js';
import { hashRangePredicate, type RowsOfObject, rowRangePredicate } from './row-hash.js';
import { type SourceAccess, withSourceObject } from './source-bytes.js';
import { quoteText } from './sql-text.js';
import { refuseUnsortedTexts } from './text-moments.js';
import { withReadableRows } from './unreadable-rows.js';

type Split = PipelineSpec['source']['split'];

/** The rules of a pipeline's split, in order. Splits without a share have none. */
export async function splitRules(
  database: Database,
  split: Split,
  objects: readonly InspectedObject[],
  access: SourceAccess,
): Promise<SplitRule[]> {
  if (split.order === 'hash') return hashRules(split);
  return split.by === undefined ? [] : await timeRules(database, { ...split, by: split.by }, objects, access);
}

/** Rows of `eval` do not depend on what is set aside of the others. */
function hashRules({ by, eval: held = 0, ...split }: Split): SplitRule[] {
  const { earlyStop, encoder } = trainingShares(split);
  const rule = (name: RuledSplit, purpose: string, from: number, to: number): SplitRule[] =>
    to > from ? [{ split: name, kind: 'hash', column: by ?? null, purpose, from, to }] : [];
  return [
    ...rule('eval', 'split', 0, held),
    ...rule('earlyStop', 'training', 0, earlyStop),
    ...rule('encoder', 'training', earlyStop, earlyStop + encoder),
  ];
}

/**
 * SQL, never NULL and disjoint, for the rows of each split of a mixed shard: those of the rules, then `train`.
 * @param columns of the source; those that the rules name among them
 */
export function splitPredicates(
  rules: readonly SplitRule[],
  seed: number,
  of: RowsOfObject,
  columns: readonly SourceColumn[],
): { readonly split: SplitName; readonly sql: string }[] {
  const texts = rules.map((rule) => ({ split: rule.split, sql: ruleSql(rule, seed, of, columns) }));
  const notTaken = (count: number) => texts.slice(0, count).map(({ sql }) => `NOT ${sql}`);
  return [
    { split: 'train', sql: notTaken(texts.length).join(' AND ') || 'true' },
    ...texts.map(({ split, sql }, index) => ({ split, sql: [...notTaken(index), sql].join(' AND ') })),
  ];
}

function ruleSql(rule: SplitRule, seed: number, of: RowsOfObject, columns: readonly SourceColumn[]): string {
  switch (rule.kind) {
    case 'time':
      return `coalesce(${rule.sql}, false)`;
    case 'hash': {
      const { column, purpose, from, to } = rule;
      if (column === null) return `(${rowRangePredicate(purpose, seed, of, from, to)})`;
      const key = keySql(columnOf(columns, column));
      // The hash takes NULL for an empty text, which is a key as good as any other.
      return `((${key}) IS NOT NULL AND ${hashRangePredicate(purpose, seed, key, from, to)})`;
    }
  }
}

function columnOf(columns: readonly SourceColumn[], name: string): SourceColumn {
  const column = columns.find((candidate) => isSameName(candidate.name, name));
  if (column === undefined) throw new Error(`A rule of the plan names ${name}, which the source lacks.`);
  return column;
}

/** The latest rows are `eval`, those before them `earlyStop`, the earliest `encoder`; rows of one time stay together. */
async function timeRules(
  database: Database,
  { by, eval: held = 0, ...split }: Split & { readonly by: string },
  objects: readonly InspectedObject[],
  access: SourceAccess,
): Promise<SplitRule[]> {
  const { earlyStop, encoder } = trainingShares(split);
  const moments = await readMoments(database, by, objects, access);
  const rules: SplitRule[] = [];
  let rest = 'true';
  const take = async (name: RuledSplit, share: number, side: 'latest' | 'earliest'): Promise<string> => {
    if (share === 0) return 'false';
    const cut = await nearestCut(database, moments, { where: rest, share, side });
    if (cut === null) throw noTimes(by, name);
    rules.push({ split: name, kind: 'time', sql: `${moments.sql} ${cut}` });
    return `moment ${cut}`;
  };
  rest = `NOT (${await take('eval', held, 'latest')})`;
  const stopping = await take('earlyStop', earlyStop, 'latest');
  // Both shares are of what `eval` has left.
  const ofRest = encoder / (1 - earlyStop);
  rest = `${rest} AND NOT (${stopping})`;
  await take('encoder', ofRest, 'earliest');
  await database.run('DROP TABLE split_time');
  return rules;
}

interface Moments {
  /** Their type in SQL. */
  readonly type: string;
  /** SQL of a source row's time, NULL where it has none. */
  readonly sql: string;
}

/** All times of rows that have one, in a table `split_time (moment)`. */
async function readMoments(
  database: Database,
  by: string,
  objects: readonly InspectedObject[],
  access: SourceAccess,
): Promise<Moments> {
  const column = columnOf(objects[0]?.footer.columns ?? [], by);
  const sql = momentSql(column);
  const type = column.duckdbType;
  await database.run(`CREATE OR REPLACE TEMP TABLE split_time (moment ${type})`);
  for (const object of objects) {
    const wanted = { rowGroupStart: 0, rowGroupEnd: object.footer.rowGroups.length, columns: [column.name] };
    await withSourceObject(database, object, wanted, access, async (file) => {
      const table = objectRowsSql(file, object, { rowNumbers: true });
      const insert = `INSERT INTO split_time SELECT moment FROM (SELECT ${sql} AS moment, file_row_number FROM ${table})
      WHERE ${testedOnRows('moment IS NOT NULL')}`;
      const rows = { uri: object.uri, table, columns: [column.name] };
      await withReadableRows(database, rows, () => database.run(insert));
    });
  }
  if (isText(type)) await refuseUnsortedTexts(database, by);
  return { type, sql };
}

interface WantedCut {
  /** SQL over `moment`: the rows to cut. */
  readonly where: string;
  readonly share: number;
  readonly side: 'latest' | 'earliest';
}

/** The comparison with a moment that comes nearest to the share and takes neither none nor all; null where none does. */
async function nearestCut(
  database: Database,
  { type }: Moments,
  { where, share, side }: WantedCut,
): Promise<string | null> {
  const [withCut, beyond] = side === 'latest' ? ['>=', '>'] : ['<=', '<'];
  const quantile = side === 'latest' ? 1 - share : share;
  const found = await database.row<{ cut: string | null; with: number; beyond: number; rows: number }>(
    `WITH rest AS (SELECT moment FROM split_time WHERE ${where}),
          chosen AS (SELECT quantile_disc(moment, ${quantile}) AS cut FROM rest)
     SELECT any_value(CAST(cut AS VARCHAR)) AS cut, count(*) FILTER (WHERE moment ${withCut} cut)::DOUBLE AS "with",
            count(*) FILTER (WHERE moment ${beyond} cut)::DOUBLE AS "beyond", count(*)::DOUBLE AS "rows"
     FROM rest, chosen`,
  );
  const wantedRows = found.rows * share;
  const sides = [
    { operator: withCut, rows: found.with },
    { operator: beyond, rows: found.beyond },
  ].filter(({ rows }) => rows > 0 && rows < found.rows);
  sides.sort((a, b) => Math.abs(a.rows - wantedRows) - Math.abs(b.rows - wantedRows));
  const [best] = sides;
  return best === undefined || found.cut === null
    ? null
    : `${best.operator} CAST(${quoteText(found.cut)} AS ${type})`;
}

function noTimes(column: string, split: RuledSplit): EspalierError {
  return new EspalierError(
    'features.empty-split',
    `source.split.${split}: source.split.by ${column} has the same value in every row that is left to divide, so no rows are later than others.`,
    { details: { path: 'source.split.by', column, split } },
  );
}
