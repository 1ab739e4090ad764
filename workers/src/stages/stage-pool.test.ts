/** Whose workers may do work whose key names the orchestrator's code. */
import { type Digest, type Environment, type StageName, stageNames } from '@espalier/domain';
import type { WorkerPool } from '@espalier/fanout';
import { stageDeclarations } from '@espalier/spec/stages';
import { digestOf } from '@espalier/store';
import { describe, expect, it } from 'vitest';
import type { CodeDigests } from './code-digests.js';
import { codeOfRole, keyEnvironment } from './stage-environment.js';
import { fingerprintOf, poolsOfCode } from './stage-pool.js';

const pool = (environment: Environment, slots: number, seenAtMs = 0): WorkerPool => ({
  ...{ fingerprint: fingerprintOf(environment), environment, slots, seenAtMs, workers: [] },
});

describe('pools of a code', () => {
  const own = { code: 'ab', device: 'gpu' };
  const other = { code: 'cd', device: 'gpu' };

  it('are those that have it, as they are', () => {
    const pools = [pool(own, 2), pool({ ...own, device: 'cpu' }, 1)];
    expect(poolsOfCode(pools, 'ab')).toEqual(pools);
  });

  it('are awaited of workers of another, also of an earlier version that told none', () => {
    for (const environment of [other, { device: 'gpu' }]) {
      expect(poolsOfCode([pool(environment, 2, 7)], 'ab')).toEqual([pool(own, 0, 7)]);
    }
  });

  it('are each there once, seen when its workers were last', () => {
    const older = { code: 'ef', device: 'gpu' };
    expect(poolsOfCode([pool(older, 0, 3), pool(other, 0, 5)], 'ab')).toEqual([pool(own, 0, 5)]);
    expect(poolsOfCode([pool(other, 3, 9), pool(own, 1, 2)], 'ab')).toEqual([pool(own, 1, 2)]);
  });
});

describe('the code of a role', () => {
  const code = Object.fromEntries(stageNames.map((stage) => [stage, digestOf(stage)])) as CodeDigests;

  it.each<[StageName, ReturnType<typeof changed>]>([
    ['plan', []],
    ['extract', ['feature']],
    ['fit-encoder', ['encoder']],
    ['encode', ['feature']],
    ['train', ['trainer']],
    ['evaluate', ['feature']],
    ['compare', ['feature']],
    ['publish', []],
  ])('is another where that of stage %s is: %j', (stage, roles) => {
    expect(changed({ ...code, [stage]: digestOf('changed') as Digest })).toEqual(roles);
  });

  function changed(to: CodeDigests) {
    const roles = ['feature', 'encoder', 'trainer'] as const;
    return roles.filter((role) => codeOfRole(role, to) !== codeOfRole(role, code));
  }

  it('is in no key, which names the code of its stage alone', () => {
    for (const stage of stageNames)
      expect(keyEnvironment(stage, { code: 'ab', v8: '1' })).toEqual({ v8: '1' });
  });
});

it("a key names TensorFlow's addon, whose ops are our own too, where its stage uses TensorFlow", () => {
  const named = stageNames.filter(
    (stage) => 'tensorflowAddon' in keyEnvironment(stage, { tensorflowAddon: 'ab' }),
  );
  const using = stageNames.filter((stage) =>
    (stageDeclarations[stage].libraries as readonly string[]).includes('tensorflow'),
  );
  expect(named).toEqual(using);
  expect(named).toContain('train');
  expect(named).not.toContain('extract');
});
