import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { PlanBody } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { extractShard } from './extract-shard.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { quoteText } from './sql-text.js';

const spec = specOf({ source: { train: { uri: 'data/log.parquet' }, split: { by: 'id', eval: 0.5 } } });

/** Other values at the same places: of one number of rows, all have the same size and the same row groups. */
async function write(fixture: SourceFixture, name: string, seed: number, rows: number): Promise<string> {
  const path = fixture.path(name);
  mkdirSync(dirname(path), { recursive: true });
  await fixture.database.run(
    `COPY (SELECT i AS id, ((i + ${seed}) % 2)::INTEGER AS clicked, hash(i * 3 + ${seed}) AS noise FROM range(${rows}) t(i))
     TO ${quoteText(path)} (FORMAT parquet, ROW_GROUP_SIZE ${rows / 4}, COMPRESSION uncompressed)`,
  );
  const time = new Date(1_700_000_000_000);
  utimesSync(path, time, time);
  return path;
}

/** In place, so that it stays the same file. */
function writeOver(path: string, other: string): void {
  writeFileSync(path, readFileSync(other), { flag: 'r+' });
}

interface Planned {
  readonly fixture: SourceFixture;
  /** The source as the pipeline names it, and another of the same size beside it. */
  readonly path: string;
  readonly other: string;
}

interface Change {
  readonly what: string;
  /** What the error says of it. */
  readonly told: RegExp;
  /** Before the plan; default: the source is a file. */
  readonly arrange?: (at: Planned) => void;
  /** @returns how the old one is put back */
  readonly make: (at: Planned) => () => void;
  /** Whether it leaves the file itself as it is, so that a scan that has opened it reads on in it. */
  readonly leavesFile?: true;
}

const changes: readonly Change[] = [
  {
    what: 'another file is moved there',
    told: /another file has its name/,
    make: ({ path, other }) => {
      renameSync(path, `${path}.old`);
      copyFileSync(other, path);
      return () => renameSync(`${path}.old`, path);
    },
  },
  {
    what: 'it is written over in place',
    told: /it was last written at 2023-11-14T22:13:20.000Z, now at 2/,
    make: ({ path, other, fixture }) => {
      copyFileSync(path, fixture.path('kept'));
      writeOver(path, other);
      return () => writeOver(path, fixture.path('kept'));
    },
  },
  {
    what: 'it is written over in place and its time set back',
    told: /it was changed at 2.*, though it says it was not written to/,
    make: ({ path, other, fixture }) => {
      const { atime, mtime } = statSync(path);
      copyFileSync(path, fixture.path('kept'));
      writeOver(path, other);
      utimesSync(path, atime, mtime);
      return () => {
        writeOver(path, fixture.path('kept'));
        utimesSync(path, atime, mtime);
      };
    },
  },
  {
    what: 'it grows',
    told: /its size was [\d,]+ bytes and is [\d,]+/,
    make: ({ path, fixture }) => {
      copyFileSync(path, fixture.path('kept'));
      appendFileSync(path, 'PAR1');
      return () => renameSync(fixture.path('kept'), path);
    },
  },
  {
    what: 'it is cut',
    told: /its size was [\d,]+ bytes and is 4;/,
    make: ({ path, fixture }) => {
      copyFileSync(path, fixture.path('kept'));
      writeFileSync(path, 'PAR1');
      return () => writeFileSync(path, readFileSync(fixture.path('kept')));
    },
  },
  {
    what: 'it is a link that leads to another file',
    told: /another file has its name/,
    arrange: ({ path, fixture }) => {
      renameSync(path, fixture.path('first.parquet'));
      symlinkSync('../first.parquet', path);
    },
    make: ({ path, other }) => {
      rmSync(path);
      symlinkSync(other, path);
      return () => {
        rmSync(path);
        symlinkSync('../first.parquet', path);
      };
    },
    leavesFile: true,
  },
  {
    what: 'it lies in a folder that is a link to another folder',
    told: /another file has its name/,
    arrange: ({ fixture }) => {
      renameSync(fixture.path('data'), fixture.path('day=1'));
      symlinkSync('day=1', fixture.path('data'));
    },
    make: ({ fixture, other }) => {
      mkdirSync(fixture.path('day=2'), { recursive: true });
      copyFileSync(other, fixture.path('day=2/log.parquet'));
      rmSync(fixture.path('data'));
      symlinkSync('day=2', fixture.path('data'));
      return () => {
        rmSync(fixture.path('data'));
        symlinkSync('day=1', fixture.path('data'));
      };
    },
    leavesFile: true,
  },
];

/** Below and above the size from which a file is not read twice. */
const sizes = [
  ['small', 8192],
  ['large', 81_920],
] as const;

async function arranged(rows: number, change?: Change): Promise<Planned> {
  const fixture = await SourceFixture.create();
  const path = await write(fixture, 'data/log.parquet', 1, rows);
  const other = await write(fixture, 'other.parquet', 2, rows);
  expect(statSync(other).size).toBe(statSync(path).size);
  const at = { fixture, path, other };
  change?.arrange?.(at);
  return at;
}

type Shard = PlanBody['shards'][number];

/** @param beforeSplit called before each of the two splits is read */
async function extract(
  { fixture }: Planned,
  plan: PlanBody,
  shard: Shard,
  beforeSplit = () => {},
): Promise<unknown> {
  const { scratchDir } = fixture;
  const outPath = (split: string) => {
    beforeSplit();
    return fixture.path(`out-${shard.index}-${split}.parquet`);
  };
  const splits = await extractShard({ slices: [shard], plan, spec, store: null, scratchDir, outPath });
  return splits.map(({ split, rows, statistics }) => ({ split, rows, statistics }));
}

async function extractAll(at: Planned, plan: PlanBody): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const shard of plan.shards) all.push(await extract(at, plan, shard));
  return all;
}

const refusal = (path: string, told: RegExp) => ({
  code: 'features.source-changed',
  kind: 'user',
  retryable: false,
  message: expect.stringMatching(new RegExp(`^${path} has changed while it was in use: .*${told.source}`)),
});
const outcome = (work: Promise<unknown>) => work.catch((error: unknown) => error);

describe.each(sizes)('a %s local source', (_, rows) => {
  it.each(changes)(
    'is refused by every shard where after the plan $what, until the old one is back',
    async (change) => {
      const at = await arranged(rows, change);
      await using _fixture = at.fixture;
      const plan = await at.fixture.plan(spec);
      const before = await extractAll(at, plan);
      const putBack = change.make(at);
      for (const shard of plan.shards) {
        expect(await outcome(extract(at, plan, shard))).toMatchObject(refusal(at.path, change.told));
      }
      putBack();
      expect(await extractAll(at, plan)).toEqual(before);
      expect((await at.fixture.plan(spec)).sourceDigest).toBe(plan.sourceDigest);
    },
  );

  it.each(changes)(
    'is refused where in the middle of a scan $what, and gives what it was or nothing where it is put back',
    async (change) => {
      const at = await arranged(rows, change);
      await using _fixture = at.fixture;
      const plan = await at.fixture.plan(spec, 1);
      const [shard] = plan.shards as [Shard];
      const before = await extract(at, plan, shard);
      let putBack: (() => void) | undefined;
      const swap = () => {
        putBack ??= change.make(at);
      };
      expect(await outcome(extract(at, plan, shard, swap))).toMatchObject(refusal(at.path, change.told));
      putBack?.();
      expect(await extract(at, plan, shard)).toEqual(before);
      const steps = [
        () => {
          putBack = change.make(at);
        },
        () => putBack?.(),
      ];
      const found = await outcome(extract(at, plan, shard, () => steps.shift()?.()));
      if (change.leavesFile) expect(found).toEqual(before);
      else expect(found).toMatchObject(refusal(at.path, /it was|another file/));
      expect(await extract(at, plan, shard)).toEqual(before);
    },
  );
});

const harmless: readonly { readonly what: string; readonly make: (at: Planned) => void }[] = [
  { what: 'it is touched', make: ({ path }) => utimesSync(path, new Date(), new Date()) },
  { what: 'its mode is another', make: ({ path }) => chmodSync(path, 0o640) },
  { what: 'it has a second name', make: ({ path, fixture }) => linkSync(path, fixture.path('link')) },
  {
    what: 'a copy of it is moved there',
    make: ({ path, fixture }) => {
      copyFileSync(path, fixture.path('copy'));
      renameSync(fixture.path('copy'), path);
    },
  },
];

describe.each(sizes)('a %s local source with the same bytes', (_, rows) => {
  it.each(harmless)('is the same source where after the plan $what', async ({ make }) => {
    const at = await arranged(rows);
    await using _fixture = at.fixture;
    const plan = await at.fixture.plan(spec);
    const before = await extractAll(at, plan);
    make(at);
    expect(await extractAll(at, plan)).toEqual(before);
  });
});
