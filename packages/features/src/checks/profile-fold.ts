/**
 * Responsible for adding the profiles of shards up, one after the other, into what one side's rows are like.
 * Leaves to others: distributions of its numbers (drawn-numbers.ts).
 */
import type { CategoricalProfile, FeatureSchema, NumericProfile } from '@espalier/domain';
import { VariationOfParts } from './part-variation.js';
import { mostCounted, type ShardProfile } from './profile-shard.js';

/** Of a side whose numbers have no edges yet. */
export interface CountedProfile {
  readonly rows: number;
  readonly numeric: Readonly<Record<string, Pick<NumericProfile, 'nulls' | 'outside' | 'timeKind'>>>;
  readonly categorical: Readonly<Record<string, CategoricalProfile>>;
}

interface Categories {
  nulls: number;
  rarer: number;
  unseen: number;
  readonly counts: Float64Array;
  readonly parts: VariationOfParts;
}

/** The most frequent values, and one for all others. */
const bins = 10;

/** Memory: what one shard's profile takes, and a number for each of at most `mostCounted` values of each column. */
export class ProfileFold {
  #rows = 0;
  readonly #numeric = new Map<string, { nulls: number; outside: number }>();
  readonly #categorical = new Map<string, Categories>();

  constructor(private readonly schema: FeatureSchema) {
    for (const column of schema.columns) {
      if (column.kind === 'numeric') this.#numeric.set(column.name, { nulls: 0, outside: 0 });
      else {
        const counts = new Float64Array(Math.min(mostCounted, column.values.length));
        const parts = new VariationOfParts(bins);
        this.#categorical.set(column.name, { nulls: 0, rarer: 0, unseen: 0, counts, parts });
      }
    }
  }

  add({ rows, numeric, categorical }: ShardProfile): void {
    this.#rows += rows;
    for (const [name, sum] of this.#numeric) {
      sum.nulls += numeric[name]?.nulls ?? 0;
      sum.outside += numeric[name]?.outside ?? 0;
    }
    for (const [name, sum] of this.#categorical) {
      const { nulls = 0, rarer = 0, unseen = 0, counts = [] } = categorical[name] ?? {};
      sum.nulls += nulls;
      sum.rarer += rarer;
      sum.unseen += unseen;
      const ofBins = new Float64Array(bins);
      ofBins[bins - 1] = rarer + unseen;
      for (const [place, count] of counts) {
        sum.counts[place] = (sum.counts[place] ?? 0) + count;
        const bin = Math.min(place, bins - 1);
        ofBins[bin] = (ofBins[bin] as number) + count;
      }
      sum.parts.add(ofBins);
    }
  }

  end(): CountedProfile {
    const numeric: Record<string, CountedProfile['numeric'][string]> = {};
    const categorical: Record<string, CategoricalProfile> = {};
    for (const column of this.schema.columns) {
      const { name } = column;
      if (column.kind === 'numeric') {
        const { timeKind } = column;
        const sum = this.#numeric.get(name) ?? { nulls: 0, outside: 0 };
        numeric[name] = { ...sum, ...(timeKind === undefined ? {} : { timeKind }) };
      } else {
        const sum = this.#categorical.get(name) as Categories;
        const counts = [...sum.counts].map((rows, place) => [column.values[place] ?? '', rows] as const);
        const { nulls, rarer, unseen } = sum;
        const own = { nulls, rarer, unseen, counts, parts: sum.parts.end() };
        categorical[name] = { kind: 'categorical', rows: this.#rows, ...own };
      }
    }
    return { rows: this.#rows, numeric, categorical };
  }
}
