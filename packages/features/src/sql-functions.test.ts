/** The list of allowed functions and the catalogue of the pinned DuckDB name the same ones. */
import { describe, expect, it } from 'vitest';
import { SourceFixture } from './fixtures/source-fixture.js';
import { boundFunctions, callable, listAggregates, reviewedFunctions } from './sql-functions.js';

async function catalogue(condition: string): Promise<string[]> {
  await using fixture = await SourceFixture.create();
  const found = await fixture.rows<{ name: string }>(
    `SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE ${condition} ORDER BY 1`,
  );
  return found.map(({ name }) => name);
}

describe('the list of functions', () => {
  it("has each name of DuckDB's catalogue, allowed or refused, and no others", async () => {
    const known = await catalogue("function_type IN ('scalar', 'macro', 'aggregate')");
    expect([...reviewedFunctions].sort()).toEqual([...known].sort());
  });

  it('allows nothing whose value changes from call to call', async () => {
    const unstable = await catalogue(
      "function_type = 'scalar' AND stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')",
    );
    expect(unstable.filter((name) => callable.has(name) || boundFunctions.has(name))).toEqual([]);
  });

  it('allows aggregates over the elements of a list only', async () => {
    const aggregates = await catalogue("function_type = 'aggregate'");
    expect([...listAggregates].filter((name) => !aggregates.includes(name))).toEqual([]);
    const scalars = new Set(await catalogue("function_type = 'scalar'"));
    expect(aggregates.filter((name) => callable.has(name) && !scalars.has(name))).toEqual([]);
  });
});
