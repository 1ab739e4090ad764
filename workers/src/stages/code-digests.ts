/** Responsible for the version of the code behind each stage: a digest of all that its entry points can load. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Digest, type StageName, stageNames } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { stageDeclarations } from '@espalier/spec/stages';
import { digestOf, digestOfJson } from '@espalier/store';
import { type ImportClosure, ImportTracer } from './import-closure.js';
import { keptByCode, refuseReplacedSince } from './kept-by-code.js';

export type CodeDigests = Readonly<Record<StageName, Digest>>;
export type StageClosures = Readonly<Record<StageName, ImportClosure>>;

/** Modules of this package that have a part in every result of such work. */
const entryPointsOfKind = {
  single: [],
  'fan-out': ['shards/shard-services.js', 'shards/fold-stage.js', 'activities/commit-folded.js'],
  gang: ['activities/gang.js', 'gang/rank-environment.js', 'activities/commit-ranks.js'],
} as const;

/** Modules of this package where the computing of a stage's result begins. */
export function entryPointsOf(stage: StageName): readonly string[] {
  return [`stages/${stage}/stage.js`, ...entryPointsOfKind[stageDeclarations[stage].work.kind]];
}

/** What each stage can load. @param compiledDir this package's compiled files */
export async function traceStages(compiledDir: string): Promise<StageClosures> {
  const tracer = new ImportTracer();
  const closures: [StageName, ImportClosure][] = [];
  // In turn: each finds most of its files read for the one before.
  for (const stage of stageNames) {
    const entries = entryPointsOf(stage).map((name) => join(compiledDir, name));
    closures.push([stage, await tracer.closureOf(entries)]);
  }
  return Object.fromEntries(closures) as Record<StageName, ImportClosure>;
}

/** @param digestFile a file's digest, by its absolute path */
export async function digestClosures(
  closures: StageClosures,
  digestFile: (path: string) => Promise<Digest> = async (path) => digestOf(await readFile(path)),
): Promise<CodeDigests> {
  const paths = new Map(stageNames.flatMap((stage) => [...closures[stage].files]));
  const digests = new Map(
    await Promise.all([...paths].map(async ([name, path]) => [name, await digestFile(path)] as const)),
  );
  const digestOfStage = ({ files, packages }: ImportClosure): Digest =>
    digestOfJson({ packages, files: [...files.keys()].map((name) => [name, digests.get(name)]) });
  return Object.fromEntries(
    stageNames.map((stage) => [stage, digestOfStage(closures[stage])]),
  ) as CodeDigests;
}

/**
 * Digests of this process's own code. Tracing takes seconds.
 * @param code digest of the project's code
 * @throws EspalierError `workflow.code-replaced`
 */
export async function readCodeDigests(settings: Settings, code: Digest): Promise<CodeDigests> {
  const compiledDir = dirname(dirname(fileURLToPath(import.meta.url)));
  const path = await keptByCode(settings, { code, name: 'code-digests.json' }, async (file) => {
    const digests = await digestClosures(await traceStages(compiledDir));
    await refuseReplacedSince(code);
    await writeFile(file, JSON.stringify(digests));
  });
  return JSON.parse(await readFile(path, 'utf8')) as CodeDigests;
}
