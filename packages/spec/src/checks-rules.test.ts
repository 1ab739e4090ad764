import { canonicalJson } from '@espalier/domain';
import { expect, it } from 'vitest';
import { checkIssues } from './checks-rules.js';
import { askedStages, modellingPart, pipelineSchema } from './index.js';
import { stageDeclarations, stageSpecPart } from './stages/registry.js';

const given = {
  name: 'feed',
  source: { train: { uri: 'a.parquet' }, split: { eval: '10%' } },
  tasks: [{ name: 'like', group: 'active', label: 'liked' }],
};

it.each<[Readonly<Record<string, unknown>>, boolean, readonly string[]]>([
  [{}, false, []],
  [{ rows: { atLeast: 0.8 }, warnOnly: ['psi', 'ks'] }, true, []],
  [{ rows: { atLeast: 0.8 } }, false, ['checks.rows conflict']],
  [{ rows: 'off' }, false, []],
  [{ onFailure: 'warn', warnOnly: ['psi'] }, true, ['checks.warnOnly conflict']],
  [{ psi: 'off', warnOnly: ['ks', 'psi'] }, true, ['checks.warnOnly[1] conflict']],
])('%j, cut by time %s', (checks, isCut, expected) => {
  expect([...checkIssues(checks, isCut)].map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});

it('an empty part turns all checks on, and each can be turned off by itself', () => {
  expect(pipelineSchema.parse({ ...given, checks: {} }).checks).toEqual({
    ...{ onFailure: 'stop', schema: 'on', rows: { atLeast: 0.5, atMost: 2 }, nulls: 0.1 },
    ...{ newCategories: 0.2, outOfRange: 0.05, labelRates: { atLeast: 0.5, atMost: 2 } },
    ...{ psi: 0.25, ks: 0.2 },
  });
  const off = { rows: 'off', nulls: '15%', labelRates: { atMost: 3 }, psi: 'off' };
  expect(pipelineSchema.parse({ ...given, checks: off }).checks).toMatchObject({
    ...{ rows: 'off', nulls: 0.15, labelRates: { atLeast: 0.5, atMost: 3 }, psi: 'off', ks: 0.2 },
  });
});

it('what the data is held to shapes neither the bundle nor any stage but publish, which waits for it', () => {
  const without = pipelineSchema.parse(given);
  const checked = pipelineSchema.parse({ ...given, checks: {} });
  expect('checks' in without).toBe(false);
  expect(askedStages(without)).toEqual({ facesChampion: false, checksData: false, watchesChampion: false });
  expect(askedStages(checked)).toEqual({ facesChampion: false, checksData: true, watchesChampion: false });
  expect(canonicalJson(modellingPart(checked))).toBe(canonicalJson(modellingPart(without)));
  for (const stage of Object.keys(stageDeclarations) as (keyof typeof stageDeclarations)[]) {
    const isSame =
      canonicalJson(stageSpecPart(stage, checked)) === canonicalJson(stageSpecPart(stage, without));
    expect(isSame, stage).toBe(stage !== 'publish');
  }
});
