import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EspalierError } from '@espalier/domain';
import { loadSpecText } from '@espalier/spec';
import { describe, expect, test } from 'vitest';
import { requireReadableSources } from './local-sources.js';

const places = {
  'source.train.uri': 's3://logs/train/',
  'source.eval.uri': 's3://logs/eval/',
  'features.lookups[0].uri': 's3://logs/members/',
  'features.counts[0].of.uri': 's3://logs/clicks/',
};

function refusedIn(uris: Partial<typeof places>, folders: readonly string[] = []): readonly string[] {
  const at = (path: keyof typeof places) => JSON.stringify(uris[path] ?? places[path]);
  const text = `
name: feed
source:
  train: { uri: ${at('source.train.uri')} }
  eval: { uri: ${at('source.eval.uri')} }
features:
  asOf: time
  lookups: [{ uri: ${at('features.lookups[0].uri')}, key: member, columns: [country] }]
  counts: [{ name: clicks, of: { uri: ${at('features.counts[0].of.uri')}, arrived: arrived }, by: member, over: 1d }]
tasks: [{ name: click, group: passive, label: click }]
`;
  try {
    requireReadableSources(loadSpecText(text, { name: 'the pipeline', baseDir: '/' }), folders);
    return [];
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    return (error.details.issues as { path: string }[]).map(({ path }) => path);
  }
}

describe('what a pipeline from the network reads', () => {
  const all = Object.keys(places) as (keyof typeof places)[];

  test('may lie in S3', () => expect(refusedIn({})).toEqual([]));

  test.each(all)('may not lie on the disk of the server: %s', (path) => {
    for (const uri of ['/etc/', 'data/', '../etc/*.parquet', 'file:///etc/', 'S3://logs/'])
      expect(refusedIn({ [path]: uri })).toEqual([path]);
  });

  test.each(all)('may lie in the folders that the server names, and leads nowhere else: %s', (path) => {
    const home = mkdtempSync(join(tmpdir(), 'espalier-folders-'));
    const folder = join(home, 'data');
    mkdirSync(join(folder, 'in'), { recursive: true });
    mkdirSync(join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), join(folder, 'out'));
    for (const uri of [`${folder}/`, `${folder}/in/*.parquet`])
      expect(refusedIn({ [path]: uri }, [folder])).toEqual([]);
    for (const uri of [`${folder}/../elsewhere/`, `${folder}/out/`, `${folder}2/`, `${home}/*/x.parquet`])
      expect(refusedIn({ [path]: uri }, [folder])).toEqual([path]);
  });

  test('is called `uri` wherever a pipeline file names a place', () => {
    const schema = fileURLToPath(new URL('../../../packages/spec/pipeline.schema.json', import.meta.url));
    const named = new Set<string>();
    JSON.parse(readFileSync(schema, 'utf8'), (_, value) => {
      for (const key of Object.keys(value?.properties ?? {})) named.add(key);
      return value;
    });
    const ofPlaces = [...named].filter((key) => /ur[il]|path|file|folder|dir|bucket|prefix/i.test(key));
    expect(ofPlaces).toEqual(['uri']);
  });
});
