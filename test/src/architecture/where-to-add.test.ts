/** The map's answers to "where do I add …?" name files that there are, and registries that have what the map says of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { architectureNames, stageNames, taskKindNames } from '@espalier/domain';
import { expect, test } from 'vitest';
import { readWorkspaces, repositoryRoot } from './source-tree.js';

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
const section = read('docs/architecture.md')
  .split('\n## ')
  .find((part) => part.startsWith('Where do I add'));
/** What is answered, and the lines that answer it. */
const answers = new Map(
  (section ?? '')
    .split(/^\*\*/m)
    .slice(1)
    .map((part): [string, string[]] => {
      const [title = ''] = part.split(/:?\*\*/);
      return [title, part.split('\n').filter((line) => /^\d\. /.test(line))];
    }),
);
const asked = [
  'A stage',
  'An architecture',
  'A gate',
  'A check',
  'A task kind',
  'A metric',
  'A column of rows',
];
const pathsIn = (lines: readonly string[]) =>
  lines.flatMap((line) => [
    ...line.matchAll(/`((?:packages|workers|workflows|test|infra|bench)\/[^`\s]+)`/g),
  ]);

test('the map says where to add what a product like this grows by', () => {
  expect([...answers.keys()]).toEqual(asked);
});

test.each(asked)('%s: at most five lines, which name files that there are', (title) => {
  const lines = answers.get(title) ?? [];
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.length).toBeLessThanOrEqual(5);
  const paths = pathsIn(lines).map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(1);
  const files = lines.flatMap((line) => [...line.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path = '']) => path));
  expect(files, 'files are named with their folders').toEqual(paths.filter((path) => path.endsWith('.ts')));
  // What is to be added stands under a name to be chosen, in a folder that is there.
  const missing = paths.filter((path) => !existsSync(join(repositoryRoot, path.replace(/\/NAME.*/, ''))));
  expect(missing).toEqual([]);
});

test.each([
  ['A stage', stageNames],
  ['An architecture', architectureNames],
  ['A task kind', taskKindNames],
] as const)('%s: whatever is declared is a file in each folder that the map names', (title, names) => {
  const modules = pathsIn(answers.get(title) ?? []).flatMap(([, path = '']) =>
    path.includes('NAME') ? [path] : [],
  );
  expect(modules.length).toBeGreaterThan(0);
  for (const module of modules) {
    for (const name of names) {
      expect(existsSync(join(repositoryRoot, module.replace('NAME', name))), `${module} of ${name}`).toBe(
        true,
      );
    }
    // A module of its own, or the first of its folder.
    const [folder = '', path = ''] = module.split(/\/(?=NAME)/);
    const first = path.replace('NAME', names[0]).replace(/\.ts$/, '.js');
    expect(read(join(folder, 'registry.ts'))).toContain(`./${first}`);
  }
});

/** What only a kind's modules, and the ops and figures that they are made of, may name. */
const ofBinary =
  /\b(?:sigmoid|softplus|binary:logistic|binaryMetrics|compareModels|compareScored|aucCi|normalizedEntropy|observedOverExpected|Binary(?:Metrics|Comparison|Measurement))\b|\.auc\b|% positive/;
const partsOfKinds = [
  /\/(?:task-kinds|label-kinds)\//,
  // Exports them all.
  /^packages\/domain\/src\/index\.ts$/,
  // Made data says how likely each of its own actions is.
  /^packages\/feed\/src\/action-model\.ts$/,
  // What figures are made of, and the ops that predictions are written over.
  /^packages\/(?:metrics|tensorflow|xgboost)\/src\//,
  /^packages\/ranker\/src\/(?:network\/(?:network|tensor|planning)-ops|serving\/graph-ops)\.ts$/,
];

test('outside of the kinds, nothing of the product computes what only a kind may know', () => {
  const product = readWorkspaces().filter(({ dir }) => /^(?:packages|workers|workflows)/.test(dir));
  const sources = product.flatMap(({ files }) => files).filter(({ isTest }) => !isTest);
  expect(sources.length).toBeGreaterThan(400);
  const found = sources.filter(
    ({ path, text }) => ofBinary.test(text) && !partsOfKinds.some((part) => part.test(path)),
  );
  expect(found.map(({ path }) => path)).toEqual([]);
});
