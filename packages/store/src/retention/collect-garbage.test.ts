import { setTimeout as sleep } from 'node:timers/promises';
import { type PartRef, runEndKey } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { commitCheckpoint } from '../checkpoint.js';
import { digestHex, digestOf } from '../digest.js';
import { dropCached, readCache, writeCache } from '../stage-cache.js';
import { commitStage, openStage, readManifest, writePart } from '../stage-commit.js';
import { createStore, type Store } from '../store.js';
import { GatedProxy } from '../testing/gated-proxy.js';
import { collectGarbage, type GarbageOptions } from './collect-garbage.js';
import type { OpenRun } from './mark-roots.js';
import { spaceUsage } from './space-usage.js';

const stage = 'encode';
const second = 1_000;
const day = 24 * 3_600 * second;
/** S3 tells times in whole seconds. */
const settled = () => sleep(1_100);

const servers: TestServers = await startTestServers({ parts: ['bucket'] });
const { s3 } = servers.settings;
const store: Store = createStore(s3, { sharedForMs: second });

beforeEach(async () => {
  for (const { key } of await store.list('')) await store.deleteObject(key);
});

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

const nobody: GarbageOptions['runs'] = { open: async () => [], stateOf: async () => 'ended' };

function options(given: Partial<GarbageOptions> = {}): GarbageOptions {
  const ages = { graceMs: 0, keepMs: day, keepReportsMs: 10 * day, keepCachedMs: day };
  return { runs: nobody, ...ages, dryRun: false, ...given };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const runNumbers = { last: 0 };
function newRun(pipeline = 'feed'): string {
  runNumbers.last += 1;
  return `${pipeline}-20261101-120000-${String(runNumbers.last).padStart(4, '0')}`;
}

/** A run of one stage, up to its recorded end. */
async function ended(runId: string, text: string, into: Store = store) {
  const attempt = await openStage(into, { runId, stage, token: 1 });
  const part = await writePart(into, 'shard.arrow', bytesOf(text));
  const manifest = await commitStage(into, attempt, { key: digestOf(text), parts: [part], body: text });
  await into.putJson(runEndKey(runId), { manifests: { [stage]: manifest } });
  return { runId, attempt, part, manifest };
}

const present = async (key: string) => (await store.headObject(key)) !== null;

describe('garbage', () => {
  it('is what no root names: it goes, and what runs and the cache name stays', async () => {
    const run = await ended(newRun(), 'of a run');
    const cached = await writePart(store, 'shard.arrow', bytesOf('of the cache'));
    await writeCache(store, { stage, key: digestOf('cached'), parts: [cached], body: null });
    const left = await store.putContent(bytesOf('nobody names this'));
    const others = ['bundles/feed/0123/bundle.json', 'environments/0123.json', 'census/train.parquet'];
    for (const key of others) await store.putBytes(key, bytesOf('not for gc to judge'));
    await settled();
    const looked = await collectGarbage(store, options({ dryRun: true }));
    expect(looked.freed).toEqual({ objects: 1, sizeBytes: left.sizeBytes });
    expect(await present(left.key)).toBe(true);
    const { freed, freedByKind, kept, runs } = await collectGarbage(store, options());
    expect({ freed, freedByKind }).toEqual({ freed: looked.freed, freedByKind: { objects: looked.freed } });
    expect(kept.named?.objects).toBe(5);
    expect(runs).toMatchObject({ results: 1 });
    expect(await present(left.key)).toBe(false);
    for (const part of [run.part, cached]) expect(await store.inspect(part)).toBe('intact');
    for (const key of others) expect(await present(key)).toBe(true);
    expect((await collectGarbage(store, options())).freed.objects).toBe(0);
  });

  it('is left alone while it is young, and while a run goes on that may have put it there', async () => {
    const left = await store.putContent(bytesOf('in flight'));
    await settled();
    expect((await collectGarbage(store, options({ graceMs: day }))).kept.recent?.objects).toBe(1);
    const open: OpenRun = { runId: newRun(), startedAtMs: Date.now() - 60 * second };
    const runs = { ...nobody, open: async () => [open] };
    const { freed, kept, oldestOpen } = await collectGarbage(store, options({ runs }));
    expect(freed.objects).toBe(0);
    expect(kept['may belong to a run that goes on']?.objects).toBe(1);
    expect(oldestOpen).toEqual({ ...open, isKnown: true });
    expect(await store.inspect(left)).toBe('intact');
  });

  it('is what a run named, once it is older than runs are kept; its report stays for longer', async () => {
    const run = await ended(newRun(), 'old rows');
    await settled();
    const reports = await collectGarbage(store, options({ keepMs: 0 }));
    expect(reports.freed).toEqual({ objects: 1, sizeBytes: run.part.sizeBytes });
    expect(reports.runs).toMatchObject({ report: 1 });
    expect(await present(run.part.key)).toBe(false);
    expect((await readManifest(store, { ...run.manifest, stage })).body).toBe('old rows');
    expect(await present(runEndKey(run.runId))).toBe(true);
    await collectGarbage(store, options({ keepMs: 0, keepReportsMs: 0 }));
    expect(await store.list('')).toEqual([]);
  });

  it('is not what a report consists of: parts that a result calls so, the specs of variants', async () => {
    const runId = newRun();
    const attempt = await openStage(store, { runId, stage, instance: 'compare.all', token: 1 });
    const [report, rows] = await Promise.all(
      ['report.json', 'rows.arrow'].map((name) => writePart(store, name, bytesOf(name))),
    );
    const body = { reportPart: 'report.json' };
    const parts = [report, rows].filter((part) => part !== undefined);
    await commitStage(store, attempt, { key: digestOf('compared'), parts, body });
    await store.putJson(`runs/${runId}/variants/mmoe.json`, {});
    await settled();
    expect((await collectGarbage(store, options({ keepMs: 0 }))).freedByKind).toEqual({
      objects: { objects: 1, sizeBytes: rows?.sizeBytes },
    });
    expect(await present(report?.key ?? '')).toBe(true);
    await collectGarbage(store, options({ keepMs: 0, keepReportsMs: 0 }));
    expect(await store.list('')).toEqual([]);
  });

  it('is the checkpoint of a run that has ended, not that of one that goes on', async () => {
    const runId = newRun();
    const attempt = await openStage(store, { runId, stage: 'train', token: 1 });
    const parts = [{ name: 'state', bytes: bytesOf('state') }];
    const saved = await commitCheckpoint(store, attempt, { step: 1, parts, meta: null });
    await settled();
    for (const state of ['open', 'unknown'] as const) {
      const runs = { ...nobody, stateOf: async () => state };
      const { freed, oldestOpen } = await collectGarbage(store, options({ runs }));
      expect(freed.objects).toBe(0);
      expect(oldestOpen).toMatchObject({ runId, isKnown: state === 'open' });
    }
    expect(await present(saved.parts[0]?.key ?? '')).toBe(true);
    const { freedByKind } = await collectGarbage(store, options());
    expect(freedByKind.checkpoints?.objects).toBe(2);
  });

  it('is a result that was dropped from the cache, unless a run that is kept was made from it', async () => {
    const entries = await Promise.all(
      ['used', 'unused'].map(async (text) => {
        const part = await writePart(store, 'shard.arrow', bytesOf(text));
        const { ref } = await writeCache(store, { stage, key: digestOf(text), parts: [part], body: null });
        await dropCached(store, stage, digestHex(digestOf(text)));
        return { part, ref };
      }),
    );
    const [used, unused] = entries;
    await store.putJson(runEndKey(newRun()), { manifests: { [stage]: used?.ref } });
    await settled();
    const { freedByKind } = await collectGarbage(store, options());
    expect(freedByKind).toMatchObject({ 'dropped results': { objects: 1 }, objects: { objects: 1 } });
    expect(await present(used?.part.key ?? '')).toBe(true);
    expect(await present(unused?.part.key ?? '')).toBe(false);
  });

  it('of an earlier layout goes as well: what the cache names in a run of long ago stays', async () => {
    const runId = newRun();
    const put = async (name: string): Promise<PartRef> => {
      const key = `runs/${runId}/${stage}/attempt-1/${name}`;
      return { name, ...(await store.putBytes(key, bytesOf(name))) };
    };
    const [cached, own, failed] = [
      await put('shared.arrow'),
      await put('own.arrow'),
      await put('failed.arrow'),
    ];
    const result = { stage, key: digestOf('earlier'), body: null } as const;
    await writeCache(store, { ...result, parts: [cached] });
    const manifest = await store.putJson(`runs/${runId}/${stage}/attempt-1/manifest.json`, {
      ...result,
      parts: [cached, own],
    });
    await store.putJson(`runs/${runId}/${stage}/head.json`, {
      token: 1,
      sequence: 1,
      manifest: { ...manifest, stage },
      checkpoint: null,
    });
    await settled();
    await collectGarbage(store, options());
    expect(await Promise.all([cached, own, failed].map(({ key }) => present(key)))).toEqual([
      true,
      true,
      false,
    ]);
    await collectGarbage(store, options({ keepMs: 0 }));
    expect(await Promise.all([cached, own].map(({ key }) => present(key)))).toEqual([true, false]);
    expect((await readManifest(store, { ...manifest, stage })).parts).toHaveLength(2);
    await collectGarbage(store, options({ keepMs: 0, keepReportsMs: 0 }));
    expect((await readCache(store, stage, result.key))?.manifest.parts).toEqual([cached]);
    expect(await store.inspect(cached)).toBe('intact');
  });

  it('is not looked for where a root can not be read, or the layout is a later one', async () => {
    const run = await ended(newRun(), 'rows');
    const left = await store.putContent(bytesOf('nobody names this'));
    await store.putBytes(run.manifest.key, new Uint8Array(run.manifest.sizeBytes));
    await settled();
    const refused = { code: 'store.root-unreadable', message: expect.stringContaining(run.manifest.key) };
    await expect(collectGarbage(store, options())).rejects.toMatchObject(refused);
    await store.deleteObject(run.manifest.key);
    await store.putJson('store.json', { id: '00000000-0000-4000-8000-000000000000', layout: 99 });
    const newer = { code: 'store.newer-layout' };
    await expect(collectGarbage(store, options())).rejects.toMatchObject(newer);
    await expect(spaceUsage(store, options())).rejects.toMatchObject(newer);
    expect(await present(left.key)).toBe(true);
  });
});

describe('a collector among writers', () => {
  it('that is asleep between looking and deleting takes nothing that was written meanwhile', async () => {
    await using proxy = await GatedProxy.start(s3.endpoint ?? '');
    const slow = createStore({ ...s3, endpoint: proxy.endpoint });
    const text = bytesOf('wanted again');
    const before = await store.putContent(text);
    await settled();
    const gate = proxy.hold(/^DELETE /);
    const collecting = collectGarbage(slow, options());
    await gate.waiting(1);
    const run = await ended(newRun(), 'wanted again');
    gate.open();
    expect((await collecting).freed.objects).toBe(1);
    expect(await present(before.key)).toBe(false);
    expect(await store.inspect(run.part)).toBe('intact');
    slow.close();
  });

  it('takes nothing that a run names, however long that took, while runs of the same content come and go', async () => {
    const graceMs = second;
    const keepMs = 4 * second;
    const open = new Map<string, OpenRun>();
    const runs = { ...nobody, open: async () => [...open.values()] };
    const until = Date.now() + 12 * second;
    const lost: string[] = [];
    const counts = { runs: 0, freed: 0, collections: 0 };
    const writer = async (number: number) => {
      const own = createStore(s3, { sharedForMs: second });
      for (let turn = 0; Date.now() < until; turn += 1) {
        const runId = newRun(`writer${number}`);
        open.set(runId, { runId, startedAtMs: Date.now() });
        const attempt = await openStage(own, { runId, stage, token: 1 });
        const parts: PartRef[] = [];
        for (let shard = 0; shard < 3; shard += 1) {
          // Few contents, so that writers meet: of the same one, and of those that were just freed.
          const content = (number * 5 + turn * 3 + shard * 7) % 6;
          parts.push(await writePart(own, `${shard}`, bytesOf(`content ${content}`)));
        }
        // Some are far longer at it than the grace period and than writers share an object.
        await sleep(turn % 3 === 0 ? 3 * second : 20);
        const manifest = await commitStage(own, attempt, { key: digestOf(runId), parts, body: null });
        await own.putJson(runEndKey(runId), { manifests: { [stage]: manifest } });
        open.delete(runId);
        for (const part of parts) {
          if ((await own.inspect(part)) !== 'intact') lost.push(part.key);
        }
        counts.runs += 1;
      }
      own.close();
    };
    const collector = async () => {
      while (Date.now() < until) {
        const { freed } = await collectGarbage(
          store,
          options({ runs, graceMs, keepMs, keepReportsMs: keepMs }),
        );
        counts.freed += freed.objects;
        counts.collections += 1;
      }
    };
    await Promise.all([
      ...Array.from({ length: 5 }, (_, number) => writer(number)),
      collector(),
      collector(),
    ]);
    expect(lost).toEqual([]);
    expect(counts.runs).toBeGreaterThan(12);
    expect(counts.freed).toBeGreaterThan(3);
    await sleep(keepMs + 2 * second);
    await collectGarbage(store, options({ graceMs: 0, keepMs: 0, keepReportsMs: 0 }));
    expect(await store.list('')).toEqual([]);
  }, 60_000);
});
