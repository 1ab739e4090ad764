/**
 * Responsible for how often values come where there are more of them than memory should hold: sums in DuckDB, which spills.
 * Leaves to others: counting while they fit (category-counts.ts).
 */
import { setImmediate } from 'node:timers/promises';
import type { CategoryCounts, FrequentValues, ValueCount } from './category-counts.js';
import { Database } from './database.js';

/** The event loop goes on between. */
const valuesAtOnce = 20_000;
const memoryLimitMb = 256;

export class SpilledCounts implements Disposable {
  readonly #numbers = new Map<string, number>();

  private constructor(private readonly database: Database) {}

  static async open(scratchDir: string): Promise<SpilledCounts> {
    const database = await Database.open({ scratchDir, memoryLimitMb });
    await database.run('CREATE TABLE counts (k INTEGER, v VARCHAR, n DOUBLE)');
    return new SpilledCounts(database);
  }

  /** Empties `counts`. @throws EspalierError `features.disk-full` */
  async take(counts: CategoryCounts): Promise<void> {
    for (const column of counts.columns) {
      if (!this.#numbers.has(column)) this.#numbers.set(column, this.#numbers.size);
    }
    const appender = await this.database.connection.createAppender('counts');
    let appended = 0;
    for (const [column, value, rows] of counts.drain()) {
      appender.appendInteger(this.#numbers.get(column) as number);
      appender.appendVarchar(value);
      appender.appendDouble(rows);
      appender.endRow();
      appended += 1;
      if (appended % valuesAtOnce === 0) await setImmediate();
    }
    appender.closeSync();
    // What is one value's is put together, so that the table grows with the values and not with the shards.
    await this.database.run(
      `CREATE TABLE summed AS SELECT k, v, sum(n) AS n FROM counts GROUP BY k, v;
       DROP TABLE counts;
       ALTER TABLE summed RENAME TO counts`,
    );
  }

  /** As `CategoryCounts.frequent`. */
  async frequent(minCount: number): Promise<Map<string, FrequentValues>> {
    const found = new Map<string, FrequentValues>();
    for (const [column, number] of this.#numbers) {
      const { rows } = await this.database.row<{ rows: number }>(
        `SELECT coalesce(sum(n), 0)::DOUBLE AS "rows" FROM counts WHERE k = ${number}`,
      );
      const counted = await this.database.rows<{ v: string; n: number }>(
        `SELECT v, n FROM counts WHERE k = ${number} AND n >= ${minCount} ORDER BY n DESC, v`,
      );
      const values = counted.map(({ v, n }): ValueCount => [v, n]);
      found.set(column, { values, rows });
    }
    return found;
  }

  [Symbol.dispose](): void {
    this.database[Symbol.dispose]();
  }
}
