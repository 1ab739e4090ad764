/** What is probably a mistake is told by name, before, during and after a run; acknowledged with a reason, it is a note. */
import type { RunReport } from '@espalier/domain';
import { beforeAll, expect, test } from 'vitest';
import { writeLeakingPipeline } from './leaking-log.js';
import type { OwnStack } from './own-stack.js';
import { refusal } from './refusal.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;
let spec: string;

beforeAll(async () => {
  stack = await sharedStack();
  spec = await writeLeakingPipeline(stack.dir);
});

const warning = expect.stringMatching(
  /^`spend` alone tells `conversion` \(AUC 1\.000 on 6,000 sampled rows\)/,
);

test('a column that tells the answer, where warnings refuse: by its name, with what to do', async () => {
  const run = (...args: string[]) => stack.espalier(...args);
  const runs = async () => (await stack.json<{ runs: unknown[] }>('runs')).runs;
  const before = await runs();
  const error = await refusal(2, run, ['run', spec, '--wait', '--strict']);
  expect(error.details.issues).toHaveLength(1);
  expect(error.details.issues?.[0]?.path).toBe('features');
  expect(error.details.issues?.[0]?.message).toMatch(
    /^`spend` alone tells `conversion` \(AUC 1\.000 on 6,000 sampled rows\): .*features\.exclude.*features\.acknowledged/,
  );
  expect(await refusal(2, run, ['plan', spec, '--set', 'strict=true'])).toMatchObject(error);
  const acknowledged = ['spend', 'spent'].map((column) => `{ column: ${column}, reason: known before }`);
  const set = `features.acknowledged=[${acknowledged}]`;
  const unknown = await refusal(2, run, ['plan', spec, '--strict', '--set', set]);
  expect(unknown.details.issues?.[0]).toMatchObject({
    path: 'features.acknowledged[1].column',
    suggestion: 'spend',
  });
  expect(await runs()).toEqual(before);
});

test('a column that tells the answer: at plan, before the run starts, and in its report ever after', async () => {
  expect(await stack.json('plan', spec)).toMatchObject({ warnings: [warning], notes: [] });
  expect((await stack.espalier('plan', spec)).stdout).toMatch(/^warning `spend` alone tells/);
  const { exitCode, stdout } = await stack.espalier('run', spec, '--wait');
  expect(exitCode, stdout).toBe(0);
  expect(stdout.match(/warning `spend` alone tells `conversion`/g)).toHaveLength(1);
  expect(stdout.indexOf('warning `spend`')).toBeLessThan(stdout.indexOf('plan: started'));
  // The file's one row group is a shard for one of the two encoder ranks; the other has no rows.
  expect(stdout).toMatch(/fit-encoder: succeeded after .*, 2 ranks/);
  const { runs } = await stack.json<{ runs: { runId: string }[] }>('runs', '--limit', '1');
  const runId = runs[0]?.runId ?? '';
  expect(await stack.json('show', runId)).toMatchObject({ status: 'succeeded', warnings: [warning] });
  expect((await stack.espalier('show', runId)).stdout).toContain('warning `spend` alone tells `conversion`');
});

test('acknowledged, it is a note with its reason, refuses nothing, and changes no stage', async () => {
  const set = 'features.acknowledged=[{ column: spend, reason: of an earlier visit }]';
  const report = await stack.json<RunReport>('run', spec, '--wait', '--strict', '--set', set);
  expect(report).toMatchObject({ status: 'succeeded', warnings: [] });
  expect(report.notes).toEqual([
    expect.stringMatching(/^Acknowledged: `spend` alone tells .*; reason: of an earlier visit$/),
  ]);
  expect(report.stages.filter(({ cached }) => !cached).map(({ name }) => name)).toEqual(['plan', 'publish']);
});
