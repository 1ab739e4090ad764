/** Made Parquet sources through init, plan, run and score: each is right by a plain query of its rows, or refused before work starts. */
import { beforeAll, expect, test } from 'vitest';
import { featureMakers, keyMakers, labelMakers, timeMakers } from '../fuzz/column-catalogue.js';
import { caseOf, runCases } from '../fuzz/run-cases.js';
import { filesOf, type SourceCase } from '../fuzz/source-case.js';
import { verdictText } from '../fuzz/verdict-text.js';
import type { OwnStack } from './own-stack.js';
import { sharedStack } from './shared-stack.js';

/** Further ones, as many as wanted: `npm run fuzz -- --cases N`; with other draws: `npm run test:long`. */
const seed = 20_260_104;
/** Each kind of column is met by so many cases, among others each time. */
const timesMet = 3;
/** Of which those are chosen. */
const drawnCases = 300;
/** What a file counts beside a kind that too few cases have. */
const worthOfFile = 0.05;

const kinds = [...featureMakers, ...labelMakers, ...keyMakers, ...timeMakers].map(({ kind }) => kind);

/** Kinds of columns that a case shows. Where a label must be refused nothing is said of the other columns. */
function kindsOf({ columns, mustBeRefused }: SourceCase): Set<string> {
  const shown = columns.filter(({ maker }) => 'mustBeRefused' in maker === mustBeRefused);
  return new Set(shown.map(({ maker }) => maker.kind));
}

/** Few cases that meet all kinds: next is each time the one with the most kinds that still lack cases, and many files. */
function casesOfAllKinds(): number[] {
  const left = Array.from({ length: drawnCases }, (_, index) => {
    const drawn = caseOf(seed, index);
    return { index, own: kindsOf(drawn), files: filesOf(drawn) };
  });
  const lacking = new Map(kinds.map((kind) => [kind, timesMet]));
  const isLacking = (kind: string) => (lacking.get(kind) ?? 0) > 0;
  const chosen: number[] = [];
  while (kinds.some(isLacking)) {
    const worth = left.map(({ own, files }) => {
      const wanted = [...own].filter(isLacking).length;
      return wanted === 0 ? 0 : wanted + worthOfFile * files;
    });
    const most = Math.max(...worth);
    if (most === 0) throw new RangeError(`${drawnCases} cases do not have ${kinds.filter(isLacking)}`);
    const [next] = left.splice(worth.indexOf(most), 1);
    chosen.push(next?.index ?? -1);
    for (const kind of next?.own ?? []) lacking.set(kind, (lacking.get(kind) ?? 0) - 1);
  }
  return chosen;
}

let stack: OwnStack;
beforeAll(async () => {
  stack = await sharedStack();
});

test('made files with columns of every kind give the figures that a plain query of their rows gives, or are refused with the reason', async () => {
  const cases = casesOfAllKinds();
  const verdicts = await runCases({ homeDir: stack.homeDir, dir: stack.dir, seed, cases });
  const wrong = verdicts.filter(({ problems }) => problems.length > 0);
  expect(wrong.map(verdictText).join('\n')).toBe('');
  expect(verdicts.reduce((sum, { files }) => sum + files, 0)).toBeGreaterThanOrEqual(300);
  const ran = verdicts.filter(({ refusedBy }) => refusedBy.length === 0);
  expect(ran.length).toBeGreaterThan(cases.length / 2);
}, 1_200_000);
