import { pipelineSchema } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, openStage, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RankServices } from '../../gang/rank-services.js';
import type { FittedForest } from './encoder-fit.js';
import { plannedForests } from './encoder-plan.js';
import { encoderShare } from './encoder-share.js';
import { gatherForests } from './gather-forests.js';

const spec = pipelineSchema.parse({
  name: 'log',
  source: { train: { uri: 'log.parquet' }, split: { eval: '10%' } },
  tasks: ['click', 'share'].map((name) => ({ name, group: 'passive', label: name })),
  encoder: { distribute: 'forests', trees: 4 },
});
const planned = plannedForests(spec);

let servers: TestServers;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket', 'redis'] });
  store = createStore(servers.settings.s3);
});

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

async function ranksOf(runId: string, worldSize: number): Promise<RankServices[]> {
  const context = { runId, stage: 'fit-encoder', token: 1 } as const;
  const attempt = await openStage(store, context);
  const { settings } = servers;
  return Array.from({ length: worldSize }, (_, rank) => {
    const input = { rank, worldSize, gangId: `${runId}.fit-encoder`, context };
    return { settings, store, spec, attempt, input } as unknown as RankServices;
  });
}

/** What the rank has fitted, as if it were trees: the seed of each forest. */
function fitted({ input }: RankServices): FittedForest[] {
  return encoderShare(spec, input).forests.map(({ task, fold, rounds, seed }) => ({
    task,
    fold,
    rounds,
    bytes: Uint8Array.of(seed),
  }));
}

describe('gatherForests', () => {
  it.each([1, 2, 3])('brings together what %i ranks have fitted, in the plan’s order', async (worldSize) => {
    const ranks = await ranksOf(`gathered-${worldSize}`, worldSize);
    const told: { doneSteps: number; totalSteps: number; phase: string }[] = [];
    const late = ranks.length - 1;
    const gathered = await Promise.all(
      ranks.map(async (services, rank) => {
        if (rank === late) await new Promise((resolve) => setTimeout(resolve, 1_500));
        const reporter = { report: (advance: (typeof told)[number]) => told.push(advance) };
        return gatherForests({ ...services, reporter } as unknown as RankServices, fitted(services));
      }),
    );
    expect(told.length).toBeGreaterThanOrEqual(late);
    for (const { doneSteps, totalSteps, phase } of told) {
      expect(phase).toBe(`waiting for the forests of rank ${late}`);
      expect(doneSteps).toBeGreaterThan(0);
      expect(doneSteps).toBe(totalSteps);
    }
    expect(new Set(gathered.map(({ modelDigest }) => modelDigest)).size).toBe(1);
    for (const { read } of gathered) {
      const forests = await read();
      expect(forests.map(({ bytes, ...forest }) => ({ ...forest, seed: bytes[0] }))).toEqual(
        planned.map(({ task, fold, rounds, seed }) => ({ task, fold, rounds, seed })),
      );
    }
    const other = await ranksOf(`others-${worldSize}`, 1);
    const [sole] = other.map((services) =>
      gatherForests(
        services,
        fitted(services).map((forest) => ({ ...forest, bytes: Uint8Array.of(0) })),
      ),
    );
    expect((await sole)?.modelDigest).not.toBe(gathered[0]?.modelDigest);
  });

  it('takes no forest that its rank has not finished', async () => {
    const ranks = await ranksOf('unfinished', 2);
    const results = await Promise.allSettled(
      ranks.map((services, rank) => {
        const own = fitted(services).map((forest) => (rank === 1 ? { ...forest, rounds: 1 } : forest));
        return gatherForests(services, own);
      }),
    );
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected' });
      expect(String((result as PromiseRejectedResult).reason)).toContain('share.ubj with its 4 trees');
    }
  });
});
