/** A comparison is told alike as text and as a page. */
import { stripVTControlCharacters } from 'node:util';
import {
  type BinaryMetrics,
  type ComparisonReport,
  comparedCosts,
  type Interval,
  type RunReport,
  type Spread,
  type VariantReport,
} from '@espalier/domain';
import { expect, test } from 'vitest';
import { comparisonPage } from './comparison-page.js';
import { comparisonText } from './comparison-text.js';

const spread = (mean: number): Spread => ({ mean, standardDeviation: null, values: [mean] });
const auc = (difference: number, ci: Interval) => ({
  auc: { difference, standardError: (ci[1] - ci[0]) / 4, ci },
  logLoss: { difference: 0, standardError: null, ci: null },
  clusters: null,
});
const figures = {
  ...{ auc: spread(0.75), logLoss: spread(0.4), normalizedEntropy: spread(0.9) },
  ...{ observedOverExpected: spread(1.01), fromForest: auc(0.01, [0.005, 0.015]), withNetwork: 1 },
};
const forest = { auc: 0.74, logLoss: 0.41, normalizedEntropy: 0.92, observedOverExpected: 1, aucCi: null };
const metrics: BinaryMetrics = { kind: 'binary', rows: 4000, positives: 800, ...forest };

type Costs = Pick<VariantReport, 'parameters' | 'trainingSeconds' | 'scoringRowsPerSecond'>;
function variant(
  name: string,
  costs: Costs,
  fromBaseline: ReturnType<typeof auc> | null,
  architecture: VariantReport['architecture'] = 'towers',
): VariantReport {
  const tasks = { click: { ...figures, fromBaseline } };
  const common = { seeds: 1, steps: spread(100), curves: [], tasks, architecture };
  return { name, changes: [`model.hidden=["<b>"]`], ...costs, ...common };
}
const towers = variant(
  'towers',
  { parameters: 6000, trainingSeconds: spread(5), scoringRowsPerSecond: 154_000 },
  null,
);
const deep = variant(
  'deep',
  { parameters: null, trainingSeconds: null, scoringRowsPerSecond: 77_000 },
  auc(0.002, [0.001, 0.003]),
);
const separate = variant(
  'separate',
  { parameters: 3000, trainingSeconds: spread(4), scoringRowsPerSecond: 100_000 },
  auc(-0.002, [-0.003, -0.001]),
  'separate',
);

function reportOf(...variants: VariantReport[]): ComparisonReport {
  const costs = comparedCosts({ baseline: 'towers', variants });
  const ofForest = { click: { metrics, fromBaseline: auc(-0.001, [-0.004, 0.002]) } };
  return { baseline: 'towers', rows: 4000, cluster: null, variants, costs, forest: ofForest };
}
const pageOf = (compared: ComparisonReport) =>
  comparisonPage({ runId: 'feed-1', pipeline: 'feed', compared } as RunReport);
const textOf = (compared: ComparisonReport) => stripVTControlCharacters(comparisonText(compared, null));

/** Texts of a page's rows that are headed by a name, cell by cell. */
function cells(page: string, name: string): string[][] {
  return [...page.matchAll(/<tr>(.*?)<\/tr>/g)]
    .map(([, row = '']) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, html = '']) => html.replace(/<[^>]*>/g, '')),
    )
    .filter(([head]) => head === name);
}

test('what each costs is told in multiples of the separate networks, though another is the baseline', async () => {
  const report = reportOf(towers, separate, deep);
  const [page, text] = [await pageOf(report), textOf(report)];
  const told = [
    ['towers', '6.00k 2.00x', '5.0 s 1.25x', '154k rows/s 1.54x', '100'],
    ['separate', '3.00k 1.00x', '4.0 s 1.00x', '100k rows/s 1.00x', '100'],
    ['deep', '—', '—', '77.0k rows/s 0.77x', '100'],
  ];
  for (const row of told) {
    expect(cells(page, row[0] as string).map((each) => each.slice(0, 5))).toContainEqual(row);
    expect(text.split('\n').map((line) => line.trim().split(/ {2,}/))).toContainEqual(row);
  }
  for (const whole of [page, text])
    expect(whole).toContain('x: times that of separate, the separate networks');
});

test('without separate networks they are multiples of the baseline, which is said', async () => {
  const report = reportOf(towers, deep);
  const note = 'x: times that of the baseline, towers: no variant is separate networks';
  const [page, text] = [await pageOf(report), textOf(report)];
  expect(cells(page, 'deep').map((each) => each[3])).toContainEqual('77.0k rows/s 0.50x');
  expect(text).toContain('77.0k rows/s 0.50x');
  for (const whole of [page, text]) expect(whole).toContain(note);
});

test('a difference stands out where its interval leaves 0 out', async () => {
  const page = await pageOf(reportOf(towers, separate, deep));
  const classOf = (text: string) =>
    page.match(`<td( class="[a-z]+")?>${text.replace(/[+[\]]/g, '\\$&')}`)?.[1];
  expect(classOf('+0.0020 [+0.0010')).toBe(' class="better"');
  expect(classOf('-0.0020 [-0.0030')).toBe(' class="worse"');
  expect(classOf('-0.0010 [-0.0040')).toBeUndefined();
  expect(page).toContain('-0.0010 [-0.0040, +0.0020]');
});

test('what was typed stands in a page as text', async () => {
  const page = await pageOf(reportOf(towers, deep));
  expect(page).not.toContain('<b>"');
  expect(page).toContain('<code>model.hidden=[&#34;&#60;b&#62;&#34;]</code>');
});

test('plots keep to the page, and say what they are without being seen', async () => {
  const page = await pageOf(reportOf(towers, deep));
  expect(page).toMatch(/<svg role="img" aria-label="click: AUC less towers&#39;s" [^>]*viewBox=/);
  expect(page).toMatch(/svg \{[^}]*max-width: 100%/);
});
