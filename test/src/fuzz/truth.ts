/**
 * Responsible for a case's rows as DuckDB tables, from which its files are written and its figures are counted.
 * Leaves to others: files (write-parts.ts).
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { CaseColumn, SourceCase } from './source-case.js';

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Two tables, `train` and `eval`, whose rows stand in the order of their parts. */
export class Truth implements Disposable {
  private constructor(
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
  ) {}

  static async of(fuzzCase: SourceCase): Promise<Truth> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const truth = new Truth(instance, await instance.connect());
    await truth.run(`SET TimeZone = 'UTC'`);
    let first = 0;
    for (const split of ['train', 'eval'] as const) {
      const rows = fuzzCase[split].parts.reduce((sum, part) => sum + part.rows, 0);
      await truth.run(`CREATE TABLE ${split} AS ${rowsSql(fuzzCase.columns, first, first + rows)}`);
      first += rows;
    }
    return truth;
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  async rows<Row>(sql: string): Promise<Row[]> {
    return (await this.connection.runAndReadAll(sql)).getRowObjectsJS() as Row[];
  }

  [Symbol.dispose](): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

function rowsSql(columns: readonly CaseColumn[], from: number, past: number): string {
  const values = columns.map(({ name, maker, salt }) => {
    const sql = maker.sql
      .replaceAll(/\bh\b/g, `hash(__i, ${salt})`)
      .replaceAll(/\bi\b/g, '__i')
      .replaceAll(/\bs\b/g, '__s');
    return `(${sql})::${maker.type} AS ${quoted(name)}`;
  });
  return `SELECT ${values.join(', ')}
    FROM (SELECT range AS __i, (hash(range, 'signal') % 1000)::INTEGER AS __s FROM range(${from}, ${past})) ORDER BY __i`;
}
