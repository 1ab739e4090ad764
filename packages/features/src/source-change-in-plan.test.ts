import { copyFileSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import type { PlanBody } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { planSource } from './plan-source.js';
import { quoteText } from './sql-text.js';

/** By time, so that planning reads all rows of a column as well. */
const spec = specOf({
  source: { train: { uri: 'log-*.parquet' }, split: { by: 'at', order: 'time', eval: 0.5 } },
  features: { include: ['noise'] },
});

/** One of other values, of the same size and with the same row groups. */
async function write(fixture: SourceFixture, name: string, seed: number): Promise<string> {
  const path = fixture.path(name);
  await fixture.database.run(
    `COPY (SELECT i * ${seed} AS at, ((i + ${seed}) % 2)::INTEGER AS clicked, hash(i * 3 + ${seed}) AS noise FROM range(1000) t(i))
     TO ${quoteText(path)} (FORMAT parquet, COMPRESSION uncompressed)`,
  );
  utimesSync(path, new Date(1_700_000_000_000), new Date(1_700_000_000_000));
  return path;
}

/** Planning asks its signal before each query and each file: moments at which something can happen in the midst of it. */
function happening(events: ReadonlyMap<number, () => void>): { signal: AbortSignal; moments: () => number } {
  const { signal } = new AbortController();
  let moment = 0;
  signal.throwIfAborted = () => {
    moment += 1;
    events.get(moment)?.();
  };
  return { signal, moments: () => moment };
}

describe.each([
  ['one file', 1],
  ['several small files, whose footers are read at once', 3],
])('a plan of a source that changes while it is made, of %s', (_, files) => {
  it('is of what was there, or none: whenever it changes, and whenever it is put back', async () => {
    await using fixture = await SourceFixture.create();
    for (let i = 1; i < files; i += 1) await write(fixture, `log-${i}.parquet`, 1);
    const path = await write(fixture, 'log-0.parquet', 1);
    const other = await write(fixture, 'other.parquet', 2);
    const kept = fixture.path('kept');
    copyFileSync(path, kept);
    expect(statSync(other).size).toBe(statSync(path).size);
    const put = (from: string) => () => {
      const { atime, mtime } = statSync(path);
      writeFileSync(path, readFileSync(from), { flag: 'r+' });
      utimesSync(path, atime, mtime);
    };
    const plan = async (events: ReadonlyMap<number, () => void>) => {
      const { signal, moments } = happening(events);
      const made = await planSource(spec, { baseDir: fixture.dir, store: null, signal }).catch(
        (error: unknown) => error,
      );
      return { made, moments: moments() };
    };
    const content = (body: unknown) => {
      const { shards, ...rest } = body as PlanBody;
      return { ...rest, shards: shards.map(({ identity: _, ...shard }) => shard) };
    };
    const undisturbed = await plan(new Map());
    const expected = content(undisturbed.made);
    const outcomes = { refused: 0, same: 0 };
    for (let at = 1; at <= undisturbed.moments; at += 1) {
      for (const back of [null, at + 1, at + 3]) {
        const events = new Map([[at, put(other)], ...(back === null ? [] : [[back, put(kept)] as const])]);
        const { made } = await plan(events);
        if (made instanceof Error) {
          outcomes.refused += 1;
          expect(made, `changed at ${at}, back at ${back}`).toMatchObject({
            code: 'features.source-changed',
            message: expect.stringContaining(path),
          });
        } else {
          outcomes.same += 1;
          expect(content(made), `changed at ${at}, back at ${back}`).toEqual(expected);
        }
        put(kept)();
      }
    }
    expect(outcomes.refused).toBeGreaterThan(undisturbed.moments);
  });
});
