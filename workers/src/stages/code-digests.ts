/** Responsible for the version of the code behind each stage: a digest of the compiled files that compute it. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Digest, type StageName, stageNames } from '@espalier/domain';
import { digestOf, digestOfJson } from '@espalier/store';

export type CodeDigests = Readonly<Record<StageName, Digest>>;

/** What every stage's result may depend on: how the spec is read, and what results look like. */
const common = ['domain', 'spec'];

/** Packages, and files or folders of this one, whose change makes a stage's cached results stale. */
const sources: Readonly<Record<StageName, { packages: readonly string[]; files: readonly string[] }>> = {
  plan: { packages: ['features'], files: [] },
  extract: {
    packages: ['features'],
    files: ['shards/', 'activities/shard-jobs.js', 'activities/fold-extract.js'],
  },
  'fit-encoder': { packages: ['features', 'xgboost', 'forest'], files: ['gang/'] },
  encode: {
    packages: ['features', 'xgboost', 'forest', 'ranker'],
    files: ['shards/', 'activities/shard-jobs.js', 'activities/fold-encode.js'],
  },
  train: { packages: ['tensorflow', 'ranker', 'metrics', 'xgboost'], files: ['gang/'] },
  evaluate: {
    packages: ['tensorflow', 'ranker', 'metrics'],
    files: ['shards/', 'activities/shard-jobs.js', 'activities/fold-evaluate.js'],
  },
  publish: { packages: ['registry'], files: ['activities/publish-bundle.js'] },
};

/** Digest of each compiled file below a folder, by relative path. */
export async function digestFolder(folder: string): Promise<Record<string, Digest>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.js'));
  const digests = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), digestOf(await readFile(path))] as const;
    }),
  );
  return Object.fromEntries(digests);
}

export async function readCodeDigests(): Promise<CodeDigests> {
  const ownFolder = dirname(dirname(fileURLToPath(import.meta.url)));
  const own = await digestFolder(ownFolder);
  const names = [...new Set([...common, ...stageNames.flatMap((stage) => sources[stage].packages)])];
  const packages = new Map(
    await Promise.all(
      names.map(async (name) => {
        const folder = dirname(fileURLToPath(import.meta.resolve(`@espalier/${name}`)));
        return [name, digestOfJson(await digestFolder(folder))] as const;
      }),
    ),
  );
  const digestOfStage = (stage: StageName): Digest =>
    digestOfJson({
      packages: [...common, ...sources[stage].packages].map((name) => [name, packages.get(name)]),
      files: Object.fromEntries(filesOfStage(stage, Object.keys(own)).map((name) => [name, own[name]])),
    });
  return Object.fromEntries(stageNames.map((stage) => [stage, digestOfStage(stage)])) as CodeDigests;
}

/** Those of this package's compiled files, by their names, that a stage's result may depend on. */
export function filesOfStage(stage: StageName, files: readonly string[]): string[] {
  // A folder has a slash at its end.
  return files.filter((name) =>
    sources[stage].files.some((source) => (source.endsWith('/') ? name.startsWith(source) : name === source)),
  );
}
