import type { Digest, Fingerprint } from '@espalier/domain';
import { pipelineSchema } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { committedManifest, createStore, digestOf, openStage, type Store, writePart } from '@espalier/store';
import type { RankResult, StageContext } from '@espalier/workflows';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnvironmentRecords, fingerprintOf } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';
import { commitRanks } from './commit-ranks.js';
import { refuseMixture } from './same-environment.js';

const [first, second]: readonly [Fingerprint, Fingerprint] = ['sha256:11', 'sha256:22'];
const code = 'workflow.mixed-environments';
const key: Digest = `sha256:${'0'.repeat(64)}`;
const stage = { runId: 'run', stage: 'extract' } as StageContext;
const made = (...fingerprints: (Fingerprint | undefined)[]) =>
  fingerprints.map((fingerprint, shard) => ({ what: `shard ${shard}`, fingerprint }));

describe('what shards or ranks made', () => {
  it.each<[string, StageContext, readonly (Fingerprint | undefined)[], string | null]>([
    ['all where the stage was meant for', { ...stage, fingerprint: first }, [first, first], null],
    ['one elsewhere', { ...stage, fingerprint: first }, [first, second], 'shard 1'],
    ['all elsewhere', { ...stage, fingerprint: first }, [second, second], 'shard 0'],
    ['one that does not tell', { ...stage, fingerprint: first }, [first, undefined], 'shard 1'],
    ['of a stage of an earlier version, alike', stage, [second, second], null],
    ['of a stage of an earlier version, that tells nothing', stage, [undefined, undefined], null],
    ['of a stage of an earlier version, some by workers of it', stage, [undefined, second], null],
    ['of a stage of an earlier version, not alike', stage, [undefined, first, second], 'shard 2'],
    ['of one of several instances', { ...stage, instance: 'extract.b' }, [first, second], 'extract.b'],
    ['none', { ...stage, fingerprint: first }, [], null],
  ])('%s', (_, context, fingerprints, refused) => {
    const check = () => refuseMixture(context, made(...fingerprints));
    if (refused === null) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code, message: expect.stringContaining(refused) }));
  });
});

describe('a commit', () => {
  let servers: TestServers;
  let store: Store;
  beforeAll(async () => {
    servers = await startTestServers({ parts: ['bucket'] });
    store = createStore(servers.settings.s3);
  });
  afterAll(async () => {
    store?.close();
    await servers?.[Symbol.asyncDispose]();
  });

  const spec = pipelineSchema.parse({
    name: 'feed',
    source: { train: { uri: 'train.parquet' }, eval: { uri: 'eval.parquet' } },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
  });

  /** A stage that is open, with what rank 0 left. */
  async function begin(runId: string, fingerprint: Fingerprint) {
    const id = { runId, stage: 'train', token: 1 } as const;
    await openStage(store, id);
    const body = new TextEncoder().encode('{"parts":[],"body":{}}');
    const output = await writePart(store, 'output.json', body);
    const context: StageContext = {
      ...{ ...id, pipeline: 'feed', useCache: true, inputs: {}, key, fingerprint },
      spec: await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir: '/' }),
    };
    const rank = (number: number, of: Fingerprint): RankResult => ({
      ...{ rank: number, modelDigest: 'sha256:33', fingerprint: of },
      output: number === 0 ? output : null,
    });
    return { id, context, rank };
  }

  it('of ranks of two environments leaves nothing, though their models are the same', async () => {
    const { id, context, rank } = await begin('mixed', first);
    const commit = commitRanks({ store } as StageServices, context, [rank(0, first), rank(1, second)]);
    await expect(commit).rejects.toMatchObject({
      code,
      message: expect.stringContaining('rank 1 of stage train'),
    });
    expect(await store.list('cache/')).toEqual([]);
    expect(await committedManifest(store, id)).toBeNull();
  });

  it.each([
    ['is kept for later runs where its workers have the code of who commits it', 'this', true],
    ["is the run's alone where they have another build", 'other', false],
    ["is the run's alone where they did not tell their code", null, false],
  ])('%s', async (_, build, isCached) => {
    const environment = { device: 'cpu', ...(build === null ? {} : { code: build }) };
    const fingerprint = fingerprintOf(environment);
    const environments = new EnvironmentRecords(store);
    await environments.keep({ fingerprint, environment });
    const { id, context, rank } = await begin(`by-${build}`, fingerprint);
    const services = { store, environments, logger: pino({ level: 'silent' }) };
    const code = { train: digestOf('this') };
    const own = { ...services, code, assumed: { trainer: { code: 'this' } } } as unknown as StageServices;
    const ref = await commitRanks(own, context, [rank(0, fingerprint)]);
    expect(await committedManifest(store, id)).toEqual(ref);
    expect(await store.list('cache/train/')).toHaveLength(isCached ? 1 : 0);
    await Promise.all((await store.list('cache/')).map(({ key: found }) => store.deleteObject(found)));
  });
});
