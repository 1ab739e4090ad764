/** The made feed by the day, with the features of its example: days as they are pass, and one that is wrong is stopped for what is wrong with it. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defaultFeed, FolderTarget, generateFeed } from '@espalier/feed';
import { loadSpecText } from '@espalier/spec';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgedDay } from '../fixtures/judged-days.js';
import { SourceFixture } from '../fixtures/source-fixture.js';

const example = fileURLToPath(new URL('../../../../examples/feed/pipeline.yaml', import.meta.url));
const small = { ...defaultFeed, members: 600, posts: 5_000, days: 17 };
const wrong = '2026-01-14';

let fixture: SourceFixture;
beforeAll(async () => {
  fixture = await SourceFixture.create();
  for (const [name, corruptDays] of [
    ['feed', []],
    ['wrong', [wrong]],
  ] as const) {
    const target = new FolderTarget(fixture.path(name));
    await generateFeed({ ...small, corruptDays }, { target, scratchDir: fixture.path(`${name}-made`) });
  }
});
afterAll(async () => {
  await fixture?.[Symbol.asyncDispose]();
});

async function judged(name: string, day: string, sets: readonly string[] = []) {
  const text = (await readFile(example, 'utf8')).replaceAll('data/', `${name}/`);
  const options = { for: day, sets: ['checks={}', ...sets] };
  const { spec } = loadSpecText(text, { name: example, baseDir: fixture.dir }, options);
  return judgedDay(fixture, spec);
}

/** The first five days have windows that the log does not reach back to. */
const days = ['2026-01-13', '2026-01-15', '2026-01-17'];

test.each(days)('%s is as the days before it, by every check', async (day) => {
  const verdicts = await judged('feed', day);
  expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
  expect(verdicts.map(({ check }) => check)).toEqual([
    'rows',
    'nulls',
    'newCategories',
    'outOfRange',
    'labelRates',
    'psi',
    'ks',
  ]);
});

test('a day without half of its tabs and most of its clicks is told by both, and by name', async () => {
  const findings = (await judged('wrong', wrong)).flatMap((verdict) => verdict.findings);
  const told = findings.map(({ check, of }) => `${check} of ${of}`);
  expect(told).toEqual(expect.arrayContaining(['nulls of tab', 'labelRates of click']));
  expect(findings.find(({ check }) => check === 'nulls')?.because).toMatch(
    /^\d\d(\.\d)? % of the newest rows have no tab, 0 % of training's; at most 10 % more passes$/,
  );
});

test('a dwell in milliseconds is out of range where it is a feature', async () => {
  const exclude = 'features.exclude=[impression, member, post, author, time, arrived]';
  const findings = (await judged('wrong', wrong, [exclude])).flatMap((verdict) => verdict.findings);
  const ofDwell = findings.filter(({ of }) => of === 'dwell').map(({ check }) => check);
  expect(ofDwell).toEqual(['outOfRange', 'psi', 'ks']);
});
