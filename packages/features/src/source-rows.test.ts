/** Rows of a planned source as files to score: what is coded of them is what extraction left behind, joined columns too, on disk and in S3. */
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JoinedLog } from './fixtures/joined-log.js';
import { readMatrix } from './matrix-reader.js';
import { readScoringChunks } from './scoring-input.js';
import { rowsAt, writeSourceRows } from './source-rows.js';

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

const places = [700, 3, 50];

describe.each(['disk', 's3'] as const)('rows of a source on %s', (kind) => {
  it('are coded for scoring as they were extracted', async () => {
    await using place = await JoinedLog.create(kind === 's3' ? store : null);
    const spec = place.spec();
    const { fixture } = place;
    const { plan, results, schema } = await fixture.extract(spec, undefined, place.store);
    const [extracted] = results.filter(({ rows }) => rows > 700);
    if (extracted === undefined) throw new RangeError('no part has so many rows');
    const { scratchDir } = fixture;
    const ids = await rowsAt(extracted.path, places, { scratchDir });
    expect(new Set(ids).size).toBe(places.length);
    const outPath = fixture.path('golden.parquet');
    const source = { plan, spec, schema, slices: plan.shards, store: place.store, scratchDir };
    const found = await writeSourceRows({ ...source, rows: ids, outPath });
    // By where they stand in the source, whatever order they were asked for in.
    expect(found.map(({ row }) => row)).toEqual([...found.map(({ row }) => row)].sort((a, b) => a - b));
    expect(new Set(found.map(({ uri }) => uri)).size).toBe(1);
    const reading = { tasks: [], training: false, scratchDir };
    const { matrix, columns } = await readMatrix(extracted.path, schema, reading);
    const order = [...places.keys()].sort((a, b) => Number((ids[a] ?? 0n) - (ids[b] ?? 0n)));
    const wanted = order.flatMap((index) => {
      const from = (places[index] ?? 0) * columns;
      return [...matrix.subarray(from, from + columns)];
    });
    for await (const chunk of readScoringChunks(outPath, schema, { scratchDir })) {
      expect(chunk.rows).toBe(places.length);
      expect([...chunk.matrix]).toEqual(wanted);
    }
    expect.assertions(6);
    await expect(writeSourceRows({ ...source, rows: [99n << 40n], outPath })).rejects.toThrow(RangeError);
  });
});
