import { describe, expect, it } from 'vitest';
import { digestHex, digestOf, digestOfJson, isDigest } from './digest.js';
import { explainMiss, type StageKeyComponents, stageKey } from './stage-key.js';

const base: StageKeyComponents = {
  stage: 'fit-encoder',
  inputs: { extract: digestOf('features') },
  spec: { encoder: { trees: 200, maxDepth: 6 }, tasks: [{ name: 'income', label: 'a' }] },
  code: digestOf('code'),
  environment: { xgboost: '3.2.0', instructionSet: 'avx2', workers: 2 },
};

describe('digests', () => {
  it('are SHA-256 with the algorithm named', () => {
    expect(digestOf('abc')).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(digestHex(digestOf('abc'))).toHaveLength(64);
    expect(isDigest(digestOf('abc'))).toBe(true);
    expect(isDigest('sha256:abc')).toBe(false);
  });

  it('of JSON do not depend on the order of keys', () => {
    expect(digestOfJson({ a: 1, b: [2, { c: 3, d: 4 }] })).toBe(
      digestOfJson({ b: [2, { d: 4, c: 3 }], a: 1 }),
    );
  });
});

describe('stageKey', () => {
  const changed: [string, StageKeyComponents][] = [
    ['the stage', { ...base, stage: 'encode' }],
    ['an input', { ...base, inputs: { extract: digestOf('other features') } }],
    ['the spec', { ...base, spec: { encoder: { trees: 100, maxDepth: 6 } } }],
    ['the code', { ...base, code: digestOf('other code') }],
    ['the environment', { ...base, environment: { ...base.environment, xgboost: '3.3.0' } }],
  ];
  it.each(changed)('changes with %s', (_, components) => {
    expect(stageKey(components)).not.toBe(stageKey(base));
  });

  it('stays the same for the same components written in another order', () => {
    const { stage, inputs, spec, code, environment } = base;
    expect(stageKey({ environment, code, spec, inputs, stage })).toBe(stageKey(base));
  });
});

describe('explainMiss', () => {
  const cases: [string, StageKeyComponents | null, StageKeyComponents, string][] = [
    ['a first run', null, base, 'first run of this stage'],
    [
      'a changed number',
      base,
      { ...base, spec: { encoder: { trees: 100, maxDepth: 6 }, tasks: [{ name: 'income', label: 'a' }] } },
      'encoder.trees 200 → 100',
    ],
    [
      'an added key and a changed array entry',
      base,
      {
        ...base,
        spec: { encoder: { trees: 200, maxDepth: 6, gamma: 1 }, tasks: [{ name: 'income', label: 'b' }] },
      },
      'encoder.gamma absent → 1; tasks[0].label "a" → "b"',
    ],
    [
      'a removed input and a new one',
      base,
      { ...base, inputs: { source: digestOf('data') } },
      'input extract is gone; input source is new',
    ],
    [
      'a changed input',
      base,
      { ...base, inputs: { extract: digestOf('other features') } },
      'input extract changed',
    ],
    ['changed code', base, { ...base, code: digestOf('other') }, 'the code of this stage changed'],
    [
      'another environment',
      base,
      { ...base, environment: { ...base.environment, workers: 4 } },
      'environment: workers 2 → 4',
    ],
    [
      'what an instruction set lacks',
      { ...base, environment: { instructionSet: 'avx avx2 avx512f f16c fma' } },
      { ...base, environment: { instructionSet: 'avx avx2 avx_vnni f16c fma' } },
      'environment: instruction set without avx512f and with avx_vnni',
    ],
    [
      'a variable by its name',
      { ...base, environment: {} },
      { ...base, environment: { ONEDNN_MAX_CPU_ISA: 'AVX2', mathLibrary: 'libm.so.6 01' } },
      'environment: ONEDNN_MAX_CPU_ISA absent → "AVX2"; environment: math library absent → "libm.so.6 01"',
    ],
    ['a lost result', base, base, 'nothing changed, but no whole result is cached'],
  ];
  it.each(cases)('names %s', (_, previous, current, reason) => {
    expect(explainMiss(previous, current)).toBe(reason);
  });

  it('names several changes at once and cuts long values', () => {
    const label = 'x'.repeat(200);
    const reason = explainMiss(base, {
      ...base,
      code: digestOf('other'),
      spec: { encoder: { trees: 200, maxDepth: 6 }, tasks: [{ name: 'income', label }] },
    });
    expect(reason).toMatch(/^tasks\[0\]\.label "a" → "x+…; the code of this stage changed$/);
    expect(reason.length).toBeLessThan(120);
  });
});
