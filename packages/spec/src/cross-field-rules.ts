/**
 * Responsible for rules between keys, held against the file as written so that they are told beside Zod's issues.
 * Leaves to others: each key alone (pipeline-schema.ts), the data (features' preflight).
 */
import { architectureNames, architectureSettingNames, nameKey } from '@espalier/domain';
import { checkIssues } from './checks-rules.js';
import { forestGroupIssues } from './forest-groups.js';
import { formatPath } from './issue-path.js';
import { joinIssues } from './join-rules.js';
import { architecturesWith } from './model-schema.js';
import { partitionIssues, schemeOf } from './partition-rules.js';
import { parseShare } from './percentage.js';
import { pipelineSchema } from './pipeline-schema.js';
import { publishIssues } from './publish-rules.js';
import { runsIssues } from './runs-rules.js';
import type { SpecIssue } from './spec-issue.js';
import { trainingShares } from './training-shares.js';

/** Names that a prediction column can't have: they are inputs of the exported network or its signature. */
const reservedTaskNames: ReadonlySet<string> = new Set(['leaf_ids', 'dense', 'leaves', 'serving_default']);

const defaults = pipelineSchema.shape.training.parse({});
const modelDefaults = pipelineSchema.shape.model.parse({});

type Mapping = Readonly<Record<string, unknown>>;

function mappingOf(value: unknown): Mapping | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Mapping) : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function* heldOutRows(pipeline: Mapping): Generator<SpecIssue> {
  const source = mappingOf(pipeline.source);
  if (source === null) return;
  const split = mappingOf(source.split);
  const hasEval = source.eval !== undefined;
  const hasShare = split?.eval !== undefined;
  if (hasEval && hasShare) {
    const message = 'stands beside `source.eval`: give one of the two';
    yield { path: 'source.split.eval', code: 'conflict', message };
  } else if (!hasEval && !hasShare) {
    yield {
      path: 'source',
      code: 'missing',
      message:
        'has no rows to measure the model: give `eval` (a source) or `split` (such as { by: member_id, eval: 10% })',
    };
  }
  if (split?.order === 'time' && split.by === undefined) {
    const message = 'is missing: `order: time` needs the column that holds the time';
    yield { path: 'source.split.by', code: 'missing', message };
  }
  yield* someRowsLeft(split);
  yield* repeatedNames(source.partitions, 'source.partitions', 'the partition');
  const trainUri = mappingOf(source.train)?.uri;
  // Of one that is cut by time, the two may read different partitions.
  const isCut = mappingOf(pipeline.partitions) !== null;
  if (!isCut && trainUri !== undefined && trainUri === mappingOf(source.eval)?.uri) {
    yield {
      path: 'source.eval.uri',
      code: 'conflict',
      message: 'is the training source: the model would be measured on the rows that it learned from',
    };
  }
}

/** What is set aside of the training rows must leave some to train on. */
function* someRowsLeft(split: Mapping | null): Generator<SpecIssue> {
  const given = (key: string) => parseShare(split?.[key], 'from-zero') ?? undefined;
  const { earlyStop, encoder } = trainingShares({ earlyStop: given('earlyStop'), encoder: given('encoder') });
  if (earlyStop + encoder < 1) return;
  const message = `earlyStop and encoder take ${100 * earlyStop} % and ${100 * encoder} % of the training rows: none is left for the network`;
  yield { path: 'source.split.encoder', code: 'conflict', message };
}

function* repeatedNames(list: unknown, path: string, what: string): Generator<SpecIssue> {
  const firstIndex = new Map<string, number>();
  for (const [index, entry] of listOf(list).entries()) {
    const name = mappingOf(entry)?.name;
    if (typeof name !== 'string') continue;
    const first = firstIndex.get(nameKey(name));
    if (first === undefined) firstIndex.set(nameKey(name), index);
    else {
      yield {
        path: formatPath([path, index, 'name']),
        code: 'duplicate',
        message: `${what} ${JSON.stringify(name)} is already at ${path}[${first}]${writtenOtherwise(list, first, name)}`,
      };
    }
  }
}

function writtenOtherwise(list: unknown, first: number, name: string): string {
  const other = mappingOf(listOf(list)[first])?.name;
  return other === name ? '' : `, as ${JSON.stringify(other)}: names that differ in case only are one name`;
}

function* reservedNames(pipeline: Mapping): Generator<SpecIssue> {
  for (const [index, task] of listOf(pipeline.tasks).entries()) {
    const name = mappingOf(task)?.name;
    if (typeof name !== 'string' || !reservedTaskNames.has(nameKey(name))) continue;
    yield {
      path: formatPath(['tasks', index, 'name']),
      code: 'reserved',
      message: `${JSON.stringify(name)} is a name of the exported network's own; choose another`,
    };
  }
}

function* featureLists(pipeline: Mapping): Generator<SpecIssue> {
  const features = mappingOf(pipeline.features);
  const included = new Set(listOf(features?.include).map((column) => nameKey(String(column))));
  for (const [index, column] of listOf(features?.exclude).entries()) {
    if (!included.has(nameKey(String(column)))) continue;
    const message = `${JSON.stringify(column)} is in \`include\` too`;
    yield { path: formatPath(['features', 'exclude', index]), code: 'conflict', message };
  }
}

function* wholeBatches(pipeline: Mapping): Generator<SpecIssue> {
  const training = mappingOf(pipeline.training) ?? {};
  const workers = training.workers ?? defaults.workers;
  const batchSize = training.batchSize ?? defaults.batchSize;
  if (typeof workers !== 'number' || !Number.isInteger(workers) || workers < 1) return;
  if (typeof batchSize !== 'number' || !Number.isInteger(batchSize) || batchSize < 1) return;
  if (batchSize % workers === 0) return;
  const path = training.batchSize === undefined ? 'training.workers' : 'training.batchSize';
  const message = `each of ${workers} workers takes an equal part of a batch, and ${batchSize} rows can't be shared so`;
  yield { path, code: 'conflict', message };
}

function* eagerWithAdam(pipeline: Mapping): Generator<SpecIssue> {
  const { execution, optimizer = defaults.optimizer, precision } = mappingOf(pipeline.training) ?? {};
  if (execution !== 'eager') return;
  if (optimizer !== 'adam') {
    const message = '`execution: eager` knows adam only; leave `execution` out for another optimizer';
    yield { path: 'training.optimizer', code: 'conflict', message };
  }
  if (precision === 'bfloat16') {
    const message = '`execution: eager` computes in float32 only; leave `execution` out for bfloat16';
    yield { path: 'training.precision', code: 'conflict', message };
  }
}

/** What concerns embeddings says nothing of a network that has none. */
function* embeddingsOnly(pipeline: Mapping): Generator<SpecIssue> {
  const model = mappingOf(pipeline.model);
  if (model?.leaves === 'embeddings') return;
  for (const [part, key] of [
    ['model', 'leafDropout'],
    ['training', 'leafDecay'],
  ] as const) {
    const value = mappingOf(pipeline[part])?.[key];
    if (value === undefined || value === 0) continue;
    const message =
      'concerns embeddings, and the network has none: add `leaves: embeddings` to `model`, or leave this out';
    yield { path: `${part}.${key}`, code: 'conflict', message };
  }
}

/** What concerns experts says nothing of a network that has none. */
function* settingsOfArchitecture(pipeline: Mapping): Generator<SpecIssue> {
  const model = mappingOf(pipeline.model) ?? {};
  const { architecture = modelDefaults.architecture } = model;
  const name = architectureNames.find((each) => each === architecture);
  // Any other name is a mistake of its own.
  if (name === undefined) return;
  for (const key of architectureSettingNames) {
    const having = architecturesWith(key);
    if (model[key] === undefined || having.includes(name)) continue;
    const message = `\`architecture: ${name}\` has no such setting: leave this out, or choose ${having.join(' or ')}`;
    yield { path: `model.${key}`, code: 'conflict', message };
  }
}

/** All violations, in the order of the rules; `pipeline` may be any value. */
export function crossFieldIssues(pipeline: unknown): SpecIssue[] {
  const mapping = mappingOf(pipeline);
  if (mapping === null) return [];
  return [
    ...heldOutRows(mapping),
    ...partitionIssues(mappingOf(mapping.partitions), mappingOf(mapping.source)),
    ...joinIssues(mappingOf(mapping.features), schemeOf(mappingOf(mapping.partitions) ?? {})),
    ...repeatedNames(mapping.tasks, 'tasks', 'the task'),
    ...repeatedNames(mappingOf(mapping.features)?.derived, 'features.derived', 'the column'),
    ...reservedNames(mapping),
    ...featureLists(mapping),
    ...wholeBatches(mapping),
    ...eagerWithAdam(mapping),
    ...embeddingsOnly(mapping),
    ...settingsOfArchitecture(mapping),
    ...forestGroupIssues(mapping),
    ...checkIssues(mappingOf(mapping.checks), mappingOf(mapping.partitions) !== null),
    ...publishIssues(mappingOf(mapping.publish), mapping.tasks, mappingOf(mapping.partitions) !== null),
    ...runsIssues(mappingOf(mapping.runs), mappingOf(mapping.partitions)),
  ];
}
