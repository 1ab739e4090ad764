import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SourceFixture } from './fixtures/source-fixture.js';
import { listSource, type SourceListing } from './list-source.js';

/** Which of the files a URI names; the others are there too. */
const cases: readonly {
  readonly what: string;
  readonly files: readonly string[];
  readonly uri: string;
  readonly found: readonly string[];
  readonly told?: readonly string[];
}[] = [
  {
    what: 'a file whose name would match another as a pattern',
    files: ['events[1].parquet', 'events1.parquet'],
    uri: 'events[1].parquet',
    found: ['events[1].parquet'],
  },
  {
    what: 'a file with a question mark or a star in its name',
    files: ['what?.parquet', 'whatX.parquet'],
    uri: 'what?.parquet',
    found: ['what?.parquet'],
  },
  {
    what: 'a folder with brackets in its name',
    files: ['run[2024]/a.parquet', 'run2/b.parquet'],
    uri: 'run[2024]/',
    found: ['run[2024]/a.parquet'],
    told: ['run[2024]/ holds 1 file: a.parquet.'],
  },
  {
    what: 'a pattern below a folder with brackets in its name',
    files: ['run[2024]/a.parquet', 'run[2024]/b.parq', 'run2/a.parquet'],
    uri: 'run[2024]/a*',
    found: ['run[2024]/a.parquet'],
  },
  {
    what: 'a pattern, where nothing of that name exists',
    files: ['events1.parquet', 'events2.parquet', 'events3.parquet'],
    uri: 'events[12].parquet',
    found: ['events1.parquet', 'events2.parquet'],
    told: ['events[12].parquet matches 2 files: events1.parquet, events2.parquet.'],
  },
  {
    what: 'letters other than * ? [ \\ as they are',
    files: ['a+(b){c,d}!.parquet', 'ab.parquet', 'ac!.parquet'],
    uri: 'a+(b){c,d}*.parquet',
    found: ['a+(b){c,d}!.parquet'],
  },
  {
    what: 'a letter behind a backslash as it is',
    files: ['x[1]a.parquet', 'x1a.parquet'],
    uri: 'x\\[1]*.parquet',
    found: ['x[1]a.parquet'],
  },
  {
    what: 'folders called key=value in a folder',
    files: ['data/day=1/a.parquet', 'data/day=2/b.parquet', 'data/c.parquet'],
    uri: 'data',
    found: ['data/c.parquet', 'data/day=1/a.parquet', 'data/day=2/b.parquet'],
  },
  {
    what: 'a star stays within a folder, two stars do not',
    files: ['data/day=1/a.parquet', 'data/day=1/hour=2/b.parquet', 'data/c.parquet'],
    uri: 'data/*/*.parquet',
    found: ['data/day=1/a.parquet'],
  },
  {
    what: 'two stars reach every depth',
    files: ['data/day=1/a.parquet', 'data/day=1/hour=2/b.parquet', 'data/c.parquet', 'd.parquet'],
    uri: 'data/**/*.parquet',
    found: ['data/c.parquet', 'data/day=1/a.parquet', 'data/day=1/hour=2/b.parquet'],
  },
  {
    what: 'folders that a pattern matches, as Spark writes them',
    files: ['data/x.parquet/part-0.parquet', 'data/x.parquet/_SUCCESS', 'data/y/part-1.parquet'],
    uri: 'data/*.parquet',
    found: ['data/x.parquet/part-0.parquet'],
  },
  {
    what: 'names that are no data are passed over',
    files: [
      'data/a.parquet',
      'data/_SUCCESS',
      'data/.a.parquet.crc',
      'data/_metadata.parquet',
      'data/_temporary/0/b.parquet',
      'data/.hidden/c.parquet',
      'data/_day=1/d.parquet',
    ],
    uri: 'data/',
    found: ['data/_day=1/d.parquet', 'data/a.parquet'],
    told: [
      'data/ holds 2 files: _day=1/d.parquet, a.parquet.',
      'Passed over in data/: .hidden/, _metadata.parquet, _temporary/ whose name starts with . or _.',
    ],
  },
  {
    what: 'names that are no data are read where they are asked for',
    files: ['data/_old/a.parquet', 'data/b.parquet'],
    uri: 'data/_old/*.parquet',
    found: ['data/_old/a.parquet'],
  },
  {
    what: 'every ending that Parquet has, in either case',
    files: [
      'data/A.PARQUET',
      'data/b.parq',
      'data/c.pq',
      'data/d.snappy.parquet',
      'data/part-0',
      'data/e.csv',
    ],
    uri: 'data/',
    found: ['data/A.PARQUET', 'data/b.parq', 'data/c.pq', 'data/d.snappy.parquet'],
    told: [
      'data/ holds 4 files: A.PARQUET, b.parq, c.pq and 1 more.',
      'Passed over in data/: e.csv, part-0 whose name does not end in .parquet, .parq or .pq.',
    ],
  },
  {
    what: 'what a pattern misses by its ending or case alone is told',
    files: ['data/a.parquet', 'data/B.PARQUET', 'data/c.parq', 'data/d.csv'],
    uri: 'data/*.parquet',
    found: ['data/a.parquet'],
    told: [
      'data/*.parquet matches 1 file: a.parquet.',
      'Passed over in data/*.parquet: B.PARQUET, c.parq that *.parquet would match with another ending, or without regard to case.',
    ],
  },
];

const names = (listing: SourceListing, root: string) =>
  listing.objects.map(({ uri }) => uri.slice(root.length));

async function put(fixture: SourceFixture, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(fixture.path(file)), { recursive: true });
    await writeFile(fixture.path(file), 'x');
  }
}

describe('what a path names on disk', () => {
  it.each(cases)('$what', async ({ files, uri, found, told }) => {
    await using fixture = await SourceFixture.create();
    await put(fixture, files);
    const listing = await listSource(uri, { baseDir: fixture.dir, store: null });
    expect(names(listing, `${fixture.dir}/`)).toEqual(found);
    if (told !== undefined) expect(listing.notes).toEqual(told);
    expect(listing.unreadable).toEqual([]);
  });

  it('takes the folder that relative paths start from as it is', async () => {
    await using fixture = await SourceFixture.create();
    await put(fixture, ['run[2024]/a1.parquet', 'run2/a1.parquet']);
    const listing = await listSource('a*.parquet', { baseDir: fixture.path('run[2024]'), store: null });
    expect(names(listing, `${fixture.dir}/`)).toEqual(['run[2024]/a1.parquet']);
  });

  it('follows links, reads each file once, and says so', async () => {
    await using fixture = await SourceFixture.create();
    await put(fixture, ['data/day=1/a.parquet', 'far/b.parquet']);
    await symlink(fixture.path('far'), fixture.path('data/linked'));
    await symlink('day=1', fixture.path('data/latest'));
    await symlink('..', fixture.path('data/day=1/up'));
    for (const uri of ['data', 'data/**/*.parquet', 'data/**/[ab].parquet']) {
      const listing = await listSource(uri, { baseDir: fixture.dir, store: null });
      expect(names(listing, `${fixture.dir}/`)).toEqual(['data/day=1/a.parquet', 'data/linked/b.parquet']);
      expect(listing.notes.join()).toContain('latest/a.parquet is day=1/a.parquet by another name');
    }
  });

  it('reads a file by the name that a pattern matches, where its own is not matched', async () => {
    await using fixture = await SourceFixture.create();
    await put(fixture, ['data/b/x.parquet', 'far/y.parquet']);
    await symlink(fixture.path('far'), fixture.path('data/b/linked'));
    const listing = await listSource('*/b/', { baseDir: fixture.dir, store: null });
    expect(names(listing, `${fixture.dir}/`)).toEqual(['data/b/linked/y.parquet', 'data/b/x.parquet']);
  });

  it('names links that lead nowhere and folders that nobody may read', async () => {
    await using fixture = await SourceFixture.create();
    await put(fixture, ['data/a.parquet', 'data/shut/b.parquet']);
    await symlink('gone.parquet', fixture.path('data/link.parquet'));
    await symlink('gone', fixture.path('data/other'));
    const listing = await listSource('data', { baseDir: fixture.dir, store: null });
    expect(listing.unreadable).toEqual([expect.stringContaining('data/link.parquet can')]);
    if (process.getuid?.() === 0) return;
    await chmod(fixture.path('data/shut'), 0);
    const shut = await listSource('data', { baseDir: fixture.dir, store: null });
    await chmod(fixture.path('data/shut'), 0o700);
    expect(shut.unreadable).toEqual(expect.arrayContaining([expect.stringContaining('(EACCES)')]));
  });

  it('refuses two stars beside other letters, with what to write', async () => {
    await using fixture = await SourceFixture.create();
    await expect(listSource('data/**.parquet', { baseDir: fixture.dir, store: null })).rejects.toThrow(
      'write **/*.parquet instead of **.parquet',
    );
  });
});

describe('what a URI names in S3', () => {
  let servers: Awaited<ReturnType<typeof startTestServers>>;
  let store: Store;

  beforeAll(async () => {
    servers = await startTestServers({ parts: ['bucket'] });
    store = createStore(servers.settings.s3);
  });

  afterAll(async () => {
    store.close();
    await servers[Symbol.asyncDispose]();
  });

  it.each(cases)('$what', async ({ what, files, uri, found, told }) => {
    const folder = what.replaceAll(/\W+/g, '-');
    for (const file of files) await store.putBytes(`${folder}/${file}`, new Uint8Array(1));
    const root = `s3://${store.bucket}/${folder}/`;
    const listing = await listSource(root + uri, { baseDir: '/', store });
    expect(names(listing, root)).toEqual(found);
    if (told !== undefined) expect(listing.notes).toEqual(told.map((note) => note.replace(uri, root + uri)));
  });
});
