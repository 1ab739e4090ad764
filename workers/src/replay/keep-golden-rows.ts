/**
 * Responsible for a new version's golden rows: some held-out rows, read from the source again, and what the bundle that was just published says of them.
 * Leaves to others: which they are (choose-golden-rows.ts), reading (features), scoring (scorer), replaying them (replay-version.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type FeatureSchema,
  type Fingerprint,
  type GoldenRows,
  type GoldenScores,
  goldenDistance,
  mostGoldenRows,
  type NoGoldenRows,
  type PlanBody,
  slicesOfShards,
} from '@espalier/domain';
import { rowsAt, writeSourceRows } from '@espalier/features';
import type { BatchTimes, FewScores } from '@espalier/scorer';
import { digestOfJson, encodeJson, partOf, type Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { toEspalierError } from '../process/activity-failures.js';
import { type Predictions, readPredictions } from '../shards/predictions-file.js';
import { slicesOf } from '../stages/challenge/jobs.js';
import { inputManifest } from '../stages/input-manifests.js';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { type ChosenRow, chooseGoldenRows } from './choose-golden-rows.js';
import type { ScoreRows } from './score-in-process.js';

/** Parts that the rows are chosen from, evenly spread: each is fetched whole, and a row's slice is read again from the source. */
const mostParts = 4;
/** Of log-odds: evaluation scored the same rows in larger batches, on a worker, so sums are rounded in another order. */
const asEvaluated = 4e-4;

export interface Published {
  /** Of the stage that publishes. */
  readonly context: StageContext;
  readonly plan: PlanBody;
  readonly bundleUri: string;
}

export interface Golden {
  readonly golden: GoldenRows | NoGoldenRows;
  /** What the bundle says of a row that evaluation said otherwise, or that it says nothing, as a sentence; null where they agree. */
  readonly unlike: string | null;
  readonly times: readonly BatchTimes[];
}

/** Of what shapes scores; another release of the same libraries scores alike. */
export function numericFingerprint({ environment }: Pick<StageServices, 'environment'>): Fingerprint {
  const { code: _code, ...numeric } = environment;
  return digestOfJson(numeric);
}

/**
 * @param timed numbers of rows that are timed beside
 * Rows that can't be read again, since the source has changed, say, make a version without golden rows. A bundle that does not score them is
 * none to serve.
 * @throws EspalierError `store.*`
 */
export async function keepGoldenRows(
  services: StageServices,
  published: Published,
  timed: readonly number[],
): Promise<Golden> {
  const folder = await mkdtemp(join(services.scratchDir, 'golden-'));
  const clauseOf = (error: unknown): string => {
    const { code, message } = toEspalierError(error);
    if (code.startsWith('store.')) throw error;
    services.logger.warn({ runId: published.context.runId, err: error }, 'no golden rows');
    return message.replace(/\.$/, '');
  };
  const none = (missing: string, unlike: string | null = null): Golden => ({
    golden: { missing },
    unlike,
    times: [],
  });
  try {
    const read = await readIn(folder, services, published).catch(clauseOf);
    if (typeof read === 'string') return none(`they could not be made: ${read}`);
    if (read === null) return none('no rows were held out');
    const { inputPath } = read;
    const scored = await scoreTwice(services, {
      ...{ bundleUri: published.bundleUri, inputPath, scratchDir: folder, timed },
    }).catch(clauseOf);
    if (typeof scored === 'string') {
      const unlike = `The bundle did not score the golden rows: ${scored}.`;
      return none('the bundle did not score them', unlike);
    }
    return await keep(services, read, scored);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A busy machine may have been too slow; and what takes long is measuring how long. */
async function scoreTwice(
  { scoreRows, logger }: StageServices,
  asked: Parameters<ScoreRows>[0],
): Promise<FewScores> {
  try {
    return await scoreRows(asked);
  } catch (error) {
    if (!toEspalierError(error).retryable) throw error;
    logger.warn({ bundle: asked.bundleUri, err: error }, 'golden rows are scored again, untimed');
    return scoreRows({ ...asked, timed: [] });
  }
}

interface ReadRows {
  readonly inputPath: string;
  readonly tasks: readonly string[];
  readonly places: GoldenScores['places'];
  /** As they are in the file. */
  readonly chosen: readonly ChosenRow[];
  readonly predictions: readonly Predictions[];
}

/** Null where none were held out. */
async function readIn(
  folder: string,
  { store }: StageServices,
  { context, plan }: Published,
): Promise<ReadRows | null> {
  const { spec } = await readStoredSpec(store, context.spec);
  const tasks = spec.tasks.map(({ name }) => name);
  const extract = await inputManifest(store, context.inputs, 'extract');
  const evaluate = await inputManifest(store, context.inputs, 'evaluate');
  const schema = (await store.getVerifiedJson(partOf(extract, extract.body.schemaPart))) as FeatureSchema;
  const slices = new Map(slicesOfShards(plan.shards).map((each) => [each[0].index, each]));
  const held = extract.body.shards.filter(({ split }) => split === 'eval');
  const parts: { readonly part: string; readonly predictions: Predictions }[] = [];
  for (const index of evenly(held.length, mostParts)) {
    const [shard, ref] = [held[index], evaluate.parts[index]];
    if (shard === undefined || ref === undefined) throw new RangeError('held-out rows without predictions');
    parts.push({ part: shard.part, predictions: readPredictions(await store.getBytes(ref), tasks) });
  }
  const labelled = parts.map(({ predictions }) => ({
    rows: rowsOf(predictions, tasks),
    labels: Object.fromEntries(tasks.map((task) => [task, labelsOf(predictions, task)])),
  }));
  const chosen = chooseGoldenRows(labelled, mostGoldenRows);
  if (chosen.length === 0) return null;
  const ids: bigint[] = [];
  for (const [index, { part }] of parts.entries()) {
    const rows = chosen.filter((each) => each.part === index).map(({ row }) => row);
    if (rows.length > 0) ids.push(...(await identities(folder, store, partOf(extract, part), rows)));
  }
  const inputPath = join(folder, 'rows.parquet');
  const order = [...ids.keys()].sort((a, b) => ((ids[a] as bigint) < (ids[b] as bigint) ? -1 : 1));
  const places = await writeSourceRows({
    ...{ plan, spec, schema, store, scratchDir: folder, rows: ids, outPath: inputPath },
    slices: parts.flatMap(({ part }) => slicesOf(slices, part)),
  });
  return {
    ...{ inputPath, tasks, places, chosen: order.map((index) => chosen[index] as ChosenRow) },
    predictions: parts.map(({ predictions }) => predictions),
  };
}

async function keep(
  services: StageServices,
  { inputPath, tasks, places, chosen, predictions }: ReadRows,
  { scores, times }: FewScores,
): Promise<Golden> {
  const { store } = services;
  const kept: GoldenScores = {
    places,
    scores: Object.fromEntries(tasks.map((task) => [task, [...(scores[task] ?? [])]])),
  };
  const positives = Object.fromEntries(
    tasks.map((task) => [
      task,
      chosen.filter(
        ({ part, row }) => ((predictions[part] && labelsOf(predictions[part], task))?.[row] ?? 0) > 0,
      ).length,
    ]),
  );
  const golden: GoldenRows = {
    ...{ rows: places.length, positives, fingerprint: numericFingerprint(services) },
    features: await store.putContent({ path: inputPath }),
    scores: await store.putContent(encodeJson(kept)),
  };
  return { golden, unlike: unlikeEvaluation(kept, chosen, predictions), times };
}

/** Whoever serves the bundle must get what was measured: by rows as the source has them, not as extraction left them behind. */
function unlikeEvaluation(
  { places, scores }: GoldenScores,
  chosen: readonly ChosenRow[],
  parts: readonly Predictions[],
): string | null {
  for (const [task, found] of Object.entries(scores)) {
    for (const [index, { part, row }] of chosen.entries()) {
      const evaluated = parts[part]?.tasks[task]?.network[row] ?? Number.NaN;
      const score = found[index] ?? Number.NaN;
      if (goldenDistance(evaluated, score) <= asEvaluated) continue;
      const { uri, row: place } = places[index] ?? { uri: '?', row };
      return `${task} of row ${place} of ${uri} is ${score} by the bundle, as users load it, and was ${evaluated} in the evaluation; its log-odds may differ by ${asEvaluated} at most.`;
    }
  }
  return null;
}

/** Indices of at most `most` of so many, at even distances. */
function evenly(count: number, most: number): readonly number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, index) => Math.floor(((index + 0.5) * count) / taken));
}

async function identities(
  folder: string,
  store: Store,
  part: ReturnType<typeof partOf>,
  rows: readonly number[],
): Promise<readonly bigint[]> {
  const path = join(folder, 'features.parquet');
  await store.getToFile(part, path);
  return rowsAt(path, rows, { scratchDir: folder });
}

const labelsOf = ({ tasks }: Predictions, task: string): Float32Array =>
  tasks[task]?.labels ?? new Float32Array(0);

const rowsOf = (predictions: Predictions, [first = '']: readonly string[]): number =>
  labelsOf(predictions, first).length;
