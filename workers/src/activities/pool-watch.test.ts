import type { Environment } from '@espalier/domain';
import { announceWorker, connectRedis } from '@espalier/fanout';
import { startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf } from '../stages/stage-pool.js';
import { PoolWatch } from './pool-watch.js';

let servers: TestServers;
let redis: ReturnType<typeof connectRedis>;
const announced: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  servers = await startTestServers({ parts: ['redis'] });
  redis = connectRedis(servers.settings.redis.url);
});
afterEach(() => Promise.all(announced.splice(0).map((worker) => worker.close())));
afterAll(async () => {
  redis?.disconnect();
  await servers?.[Symbol.asyncDispose]();
});

const code = 'ab12';
const own: Environment = { code, instructionSet: 'avx avx2 avx512f fma' };
const other: Environment = { code, instructionSet: 'avx avx2 fma sse4_2' };
const ofOtherCode: Environment = { ...own, code: 'cd34' };

async function announce(environment: Environment, slots: number): Promise<void> {
  const fingerprint = fingerprintOf(environment);
  const workerId = `worker-${announced.length}`;
  announced.push(
    await announceWorker({ ...{ redis, role: 'trainer', slots }, workerId, fingerprint, environment }),
  );
}

const watch = (isBound: boolean) =>
  new PoolWatch(
    {
      ...{ redis, role: 'trainer', slots: 2, isBound, code },
      environment: own,
      fingerprint: fingerprintOf(own),
    },
    1_000,
  );

describe('work that waits for workers of its environment', () => {
  it('is told nothing of others while there are enough', async () => {
    await announce(own, 2);
    await announce(other, 4);
    expect(await watch(false).look(0)).toMatchObject({ own: 2, others: null });
  });

  it('is told how those that there are differ, and stays where no others could do it', async () => {
    await announce(own, 1);
    await announce(other, 1);
    const waiting = watch(false);
    const others = 'of other environments there are 1 (instruction set without avx512f and with sse4_2)';
    for (const nowMs of [0, 5_000]) expect(await waiting.look(nowMs)).toMatchObject({ own: 1, others });
  });

  it('is begun anew once others could have done it for a while', async () => {
    await announce(other, 2);
    const waiting = watch(false);
    for (const nowMs of [0, 900]) expect(await waiting.look(nowMs)).toMatchObject({ own: 0 });
    await expect(waiting.look(1_000)).rejects.toMatchObject({
      code: 'workflow.other-workers',
      message: expect.stringContaining('needs 2 trainer slots, but there are 0 of its environment'),
    });
  });

  it('never goes over to workers of another code than the orchestrator has, and says what to do', async () => {
    await announce(ofOtherCode, 4);
    const waiting = watch(false);
    const found = {
      own: 0,
      others: 'of other environments there are 4 (code "ab12" → "cd34")',
      advice: "the code of worker-0 is not the orchestrator's, restart both (espalier down, up)",
    };
    for (const nowMs of [0, 60_000]) expect(await waiting.look(nowMs)).toEqual(found);
  });

  it("goes over to the orchestrator's code from what an earlier orchestrator gave it to", async () => {
    await announce(own, 2);
    const work = { redis, role: 'trainer', slots: 2, isBound: false, code } as const;
    const environment = ofOtherCode;
    const waiting = new PoolWatch({ ...work, environment, fingerprint: fingerprintOf(environment) }, 1_000);
    await waiting.look(0);
    await expect(waiting.look(1_000)).rejects.toMatchObject({ code: 'workflow.other-workers' });
  });

  it('counts from anew when its own were back meanwhile', async () => {
    await announce(other, 2);
    const waiting = watch(false);
    await waiting.look(0);
    await announce(own, 2);
    await waiting.look(900);
    await announced.pop()?.close();
    expect(await waiting.look(1_500)).toMatchObject({ own: 0 });
  });

  it('stays where it has saved what only its own may go on with', async () => {
    await announce(other, 2);
    const waiting = watch(true);
    await waiting.look(0);
    expect((await waiting.look(5_000)).others).toMatch(/, and what it has saved is not for those$/);
  });
});
