/**
 * Responsible for the numbers that shards have drawn, by side and column, and their distribution: quantiles of the side that others are compared with,
 * and how many of a side's values lie up to each of given edges.
 * Leaves to others: drawing them (profile-shard.ts), comparing (the checks beside).
 */
import type { ColumnDistribution, DataProfile, NumericProfile, PartVariation } from '@espalier/domain';
import { Database } from '../database.js';
import { ExactFile } from '../exact-file.js';
import { quoteName, quoteText } from '../sql-text.js';
import { VariationOfParts } from './part-variation.js';
import type { CountedProfile } from './profile-fold.js';
import { objectColumn } from './profile-shard.js';

export type Side = 'training' | 'newest';

/** Between quantiles of a side lies a hundredth of its values. */
const parts = 100;

/** Numbers in a private DuckDB, which spills; a column is in memory at a time. */
export class DrawnNumbers implements Disposable {
  private constructor(
    private readonly database: Database,
    private readonly columns: readonly string[],
  ) {}

  static async open(columns: readonly string[], scratchDir: string): Promise<DrawnNumbers> {
    const database = await Database.open({ scratchDir });
    const types = columns.map((name) => `, ${quoteName(name)} FLOAT`).join('');
    await database.run(`CREATE TABLE drawn (__side VARCHAR, ${objectColumn} BIGINT${types})`);
    return new DrawnNumbers(database, columns);
  }

  /** @param path of what `profileShard` has drawn */
  async add(side: Side, path: string): Promise<void> {
    await using file = await ExactFile.open(path);
    const names = this.columns.map((name) => `, ${quoteName(name)}`).join('');
    await this.database.run(
      `INSERT INTO drawn SELECT ${quoteText(side)}, ${objectColumn}${names} FROM ${file.rowsSql()}`,
    );
  }

  /** The side's profile with edges of its own. */
  async profile(side: Side, counted: CountedProfile): Promise<DataProfile> {
    return this.#profile(side, counted, (_, values) => quantiles(values));
  }

  /** The side's profile with the edges of another one; columns that it lacks have none. */
  async profileAt(side: Side, counted: CountedProfile, reference: DataProfile): Promise<DataProfile> {
    return this.#profile(side, counted, (name) => {
      const column = reference.columns[name];
      return column?.kind === 'numeric' ? column.edges : [];
    });
  }

  async #profile(
    side: Side,
    { rows, numeric, categorical }: CountedProfile,
    edgesOf: (name: string, values: Float64Array) => readonly number[],
  ): Promise<DataProfile> {
    const columns: Record<string, ColumnDistribution> = { ...categorical };
    for (const [name, counts] of Object.entries(numeric)) {
      const { values, objects } = await this.#values(side, name);
      const edges = edgesOf(name, values);
      const parts = variationOf(values, objects);
      const distribution = { sampled: values.length, edges, upTo: countsUpTo(values, edges), parts };
      columns[name] = { kind: 'numeric', rows, ...counts, ...distribution } satisfies NumericProfile;
    }
    return { rows, columns };
  }

  /** Ascending, without NULLs, each with the object that it is of. */
  async #values(side: Side, name: string): Promise<{ values: Float64Array; objects: Float64Array }> {
    const value = quoteName(name);
    const found = await this.database.rows<{ v: number; o: number }>(
      `SELECT ${value}::DOUBLE AS v, ${objectColumn}::DOUBLE AS o FROM drawn WHERE __side = ${quoteText(side)} AND ${value} IS NOT NULL ORDER BY 1`,
    );
    return {
      values: Float64Array.from(found, ({ v }) => v),
      objects: Float64Array.from(found, ({ o }) => o),
    };
  }

  [Symbol.dispose](): void {
    this.database[Symbol.dispose]();
  }
}

/** Distinct quantiles of ascending values, the largest the last; none of no values. */
export function quantiles(values: Float64Array): readonly number[] {
  const edges: number[] = [];
  if (values.length === 0) return edges;
  for (let part = 1; part <= parts; part += 1) {
    const edge = values[Math.ceil((part * values.length) / parts) - 1] as number;
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  return edges;
}

/** How many of ascending values are at most each of ascending edges. */
export function countsUpTo(values: Float64Array, edges: readonly number[]): readonly number[] {
  let at = 0;
  return edges.map((edge) => {
    while (at < values.length && (values[at] as number) <= edge) at += 1;
    return at;
  });
}

const bins = 10;

/** Of the objects' values over tenths of all. @param values ascending */
function variationOf(values: Float64Array, objects: Float64Array): PartVariation {
  const ends = Array.from(
    { length: bins - 1 },
    (_, i) => values[Math.ceil(((i + 1) * values.length) / bins) - 1],
  );
  const counts = new Map<number, Float64Array>();
  let bin = 0;
  for (const [place, value] of values.entries()) {
    while (bin < ends.length && value > (ends[bin] as number)) bin += 1;
    const object = objects[place] as number;
    const own = counts.get(object) ?? new Float64Array(bins);
    own[bin] = (own[bin] as number) + 1;
    counts.set(object, own);
  }
  const variation = new VariationOfParts(bins);
  for (const own of counts.values()) variation.add(own);
  return variation.end();
}
