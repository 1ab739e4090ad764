/** Which rows of a feature shard have a value: of columns that features read, that nothing reads, that are joined or folders' names; on disk and in S3. */
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JoinedLog } from './fixtures/joined-log.js';
import { rowsByValue } from './rows-by-value.js';

let servers: Awaited<ReturnType<typeof startTestServers>>;
let store: Store;
beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  store = createStore(servers.settings.s3);
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const countries = ['DE', 'FR', 'US'];
/** Of the log's row i; 0 where it has none of the values. */
const wanted: readonly [column: string, values: readonly string[], placeOf: (i: number) => number][] = [
  ['author', ['3', '11'], (i) => ['3', '11'].indexOf(String((i * 13) % 23)) + 1],
  ['MEMBER', ['m7', 'm0'], (i) => ['m7', 'm0'].indexOf(`m${(i * 7) % 40}`) + 1],
  ['id', ['200003', '200003.0'], (i) => (i === 3 ? 1 : 0)],
  ['arrived', ['2026-11-20 00:02:37'], (i) => (i === 1 ? 1 : 0)],
  // What the column can't hold is no row's.
  ['author', ['2.5', '3.4', 'DE'], () => 0],
  ['day', ['2026-11-20 13:00:00'], () => 0],
  ['arrived', ['2026-11-20 02:02:37+02:00', '2026-11-20 00:02:37+02:00'], (i) => (i === 1 ? 1 : 0)],
  ['country', ['US', 'DE', "D'E"], (i) => ['US', 'DE'].indexOf(countries[((i * 7) % 40) % 3] ?? '') + 1],
  ['day', ['2026-11-20'], () => 1],
  ['day', ['2026-11-19', 'never'], () => 0],
  ['nothing', ['x'], () => 0],
];

describe.each(['disk', 's3'] as const)('rows of a source on %s', (kind) => {
  it('are told by the value of a column, in the order of the shard', async () => {
    await using place = await JoinedLog.create(kind === 's3' ? store : null);
    const uri = place.uri('log/day={day}/');
    const spec = place.spec(
      {},
      {
        source: {
          ...{ train: { uri, last: 1, skip: 1 }, eval: { uri, last: 1 } },
          partitions: [{ name: 'day', type: 'date' }],
        },
      },
    );
    const { fixture } = place;
    const { plan, results } = await fixture.extract(spec, undefined, place.store);
    const { scratchDir } = fixture;
    const held = results.filter(({ split }) => split === 'eval');
    expect(held.reduce((sum, { rows }) => sum + rows, 0)).toBe(800);
    for (const { path, rows } of held) {
      const numbers = await fixture.rows<{ i: number }>(
        `SELECT (__row & ((1::BIGINT << 40) - 1))::DOUBLE AS i FROM '${path}'`,
      );
      for (const [column, values, placeOf] of wanted) {
        const source = { plan, spec, slices: plan.shards, store: place.store, scratchDir };
        const found = await rowsByValue({ ...source, shardPath: path, rows, column, values });
        expect([...found], `${column} ${values.join()}`).toEqual(numbers.map(({ i }) => placeOf(i)));
      }
    }
  });

  it('of a column that nobody has are refused before anything runs', async () => {
    await using place = await JoinedLog.create(kind === 's3' ? store : null);
    const gate = (column: string) => {
      const slices = { column, values: ['x'] };
      return { figure: 'auc', against: 'champion' as const, atLeast: 0, slices };
    };
    const gates = [gate('arrived'), gate('country'), gate('contry')];
    const { issues } = await place.issues(place.spec({}, { publish: { model: 'feed', gates } }));
    expect(issues).toEqual([
      {
        ...{ path: 'publish.gates[2].slices.column', code: 'unknown-column', suggestion: 'country' },
        message: 'the source has no column contry',
      },
    ]);
  });
});
