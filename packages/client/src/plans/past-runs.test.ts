/** What past runs tell of the next one, from the records of real S3. */
import { type RunEnd, runEndKey, type StageName, type StageProgress } from '@espalier/domain';
import { loadSpecText, type PipelineSpec } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { commitStage, createStore, openStage, type Store } from '@espalier/store';
import { initialProgress, runEnded } from '@espalier/workflows';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectClient, type EspalierClient } from '../espalier-client.js';
import { pastRuns } from './past-runs.js';

let servers: TestServers;
let store: Store;
let client: EspalierClient;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'bucket'] });
  store = createStore(servers.settings.s3);
  client = await connectClient(servers.settings);
});

afterAll(async () => {
  await client?.close();
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

function pipeline(name: string, sets: readonly string[] = []): PipelineSpec {
  const text = `name: ${name}
source: { train: { uri: s3://logs/feed/ }, split: { by: member, eval: 20%, earlyStop: 10% } }
tasks: [{ name: click, group: passive, label: clicked }]
`;
  return loadSpecText(text, { name: 'feed.yaml', baseDir: '/' }, { sets }).spec;
}

type Stages = readonly (readonly [StageName, number])[];
let second = 0;

/** A run of the past of 1,000 rows, of stages with their seconds. */
async function ran(
  spec: PipelineSpec,
  stages: Stages,
  { changes = [], retryFrom }: { changes?: readonly string[]; retryFrom?: string } = {},
): Promise<void> {
  second += 1;
  const startedAtMs = Date.UTC(2026, 9, 1, 12, 0, second);
  const runId = `${spec.name}-20261001-1200${String(second).padStart(2, '0')}-aaaa`;
  await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir: '/', changes });
  const attempt = await openStage(store, { runId, stage: 'plan', token: 1 });
  const body = { shards: [{ rows: 1_000 }] };
  const plan = await commitStage(store, attempt, { key: `sha256:${'0'.repeat(64)}`, parts: [], body });
  const ended = runEnded(initialProgress(runId, spec.name), 'succeeded', null, startedAtMs);
  const told = stages.map(
    ([name, seconds], index): StageProgress => ({
      ...{ id: `${name}-${index}`, name, status: 'succeeded', attempt: 1, shards: 1, workflowId: null },
      ...{ cache: { hit: false, reason: 'new' }, startedAtMs, endedAtMs: startedAtMs + seconds * 1_000 },
    }),
  );
  const retryOf = retryFrom === undefined ? {} : { retryOf: { runId: `${runId}b`, from: retryFrom } };
  const progress = { ...ended, ...retryOf, stages: told };
  const end: RunEnd = { progress, manifests: { plan }, changes, startedAtMs, endedAtMs: startedAtMs };
  await store.putJson(runEndKey(runId), end);
}

const told = async (spec: PipelineSpec) => {
  const past = await pastRuns({ store, listRuns: (options) => client.list(options) }, spec);
  return past.map(({ seconds }) => seconds).sort((a, b) => (a.plan ?? 0) - (b.plan ?? 0));
};
const all: Stages = [
  ...([
    ['plan', 1],
    ['extract', 2],
    ['fit-encoder', 3],
    ['encode', 4],
    ['train', 5],
    ['publish', 6],
  ] as const),
];

it('stages count whose work is the same, whether a file or an option has made it another', async () => {
  const spec = pipeline('files');
  await ran(spec, all);
  const rest = { plan: 1, extract: 2, publish: 6 };
  const whole = { ...rest, 'fit-encoder': 3, encode: 4, train: 5 };
  expect(await told(spec)).toEqual([whole]);
  expect(await told(pipeline('files', ['encoder.trees=20']))).toEqual([rest]);
  expect(await told(pipeline('files', ['training.epochs=3']))).toEqual([
    { ...rest, 'fit-encoder': 3, encode: 4 },
  ]);
  // The later of two counts, and fewer rows are fewer rows.
  expect(await told(pipeline('files', ['encoder.trees=20', 'encoder.trees=200']))).toEqual([whole]);
  expect(await told(pipeline('files', ['source.sample=50%']))).toEqual([whole]);
});

it('a comparison tells nothing, and a retry nothing of the plan that it has taken over', async () => {
  const spec = pipeline('mixed');
  await ran(spec, all);
  await ran(spec, [...all, ['train', 50]], { changes: ['--variant base', '--seeds 2'] });
  await ran(
    spec,
    [
      ['plan', 0.1],
      ['train', 5],
    ],
    { retryFrom: 'train' },
  );
  await ran(
    spec,
    [
      ['plan', 3],
      ['train', 5],
    ],
    { retryFrom: 'plan' },
  );
  expect(await told(spec)).toEqual([
    { train: 5 },
    expect.objectContaining({ plan: 1, train: 5 }),
    { plan: 3, train: 5 },
  ]);
});
