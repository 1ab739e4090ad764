import { stripVTControlCharacters } from 'node:util';
import type { FigureEstimate, ShownPoint, WatchVerdict } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { lastPointsLine, watchText } from './watch-text.js';

function estimate(value: number): FigureEstimate {
  return { value, standardError: 0.01, degreesOfFreedom: 90, ci: [value - 0.02, value + 0.02] };
}

const worse: WatchVerdict = {
  ...{ task: 'like', figure: 'auc', drifted: true, worseBy: 0.05, pValue: 0.001 },
  because: 'auc of like is 0.6500 on 2026-01-16, 0.05 worse than the 0.7000 of 2026-01-14.',
};

function point(partition: string, given: Partial<ShownPoint> = {}): ShownPoint {
  const digest = `sha256:${'0'.repeat(64)}` as const;
  const figures = { auc: estimate(0.7), normalizedEntropy: estimate(0.9), observedOverExpected: null };
  return {
    ...{ model: 'feed', pipeline: 'feed', run: 'r', partition, content: digest, at: '', version: 3 },
    ...{ bundle: digest, rows: 1200, cluster: null, estimates: { click: figures, like: figures } },
    ...{ reference: null, verdicts: [], drifted: false, isRewritten: false, ...given },
  };
}

const points = [
  point('2026-01-16', { verdicts: [worse], drifted: true }),
  point('2026-01-15'),
  point('2026-01-15', { isRewritten: true, version: 2 }),
];
const plain = (text: string | null) => stripVTControlCharacters(text ?? '');

describe('the series of a champion', () => {
  it('has a line for each task, with intervals, what is worse, and partitions as they were', () => {
    const lines = plain(watchText('feed', points, null)).split('\n');
    expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
      [
        'partition',
        'champion',
        'task',
        'AUC ↑',
        '95 % CI',
        'NE ↓',
        '95 % CI',
        'O/E → 1',
        '95 % CI',
        'rows',
        'worse',
      ],
      ['2026-01-16', '3', 'click', '0.7000', '0.6800–0.7200', '0.9000', '0.8800–0.9200', '—', '—', '1200'],
      ['like', '0.7000', '0.6800–0.7200', '0.9000', '0.8800–0.9200', '—', '—', 'AUC'],
      ['2026-01-15', '3', 'click', '0.7000', '0.6800–0.7200', '0.9000', '0.8800–0.9200', '—', '—', '1200'],
      ['like', '0.7000', '0.6800–0.7200', '0.9000', '0.8800–0.9200', '—', '—'],
      [
        '2026-01-15 (as it was)',
        '2',
        'click',
        '0.7000',
        '0.6800–0.7200',
        '0.9000',
        '0.8800–0.9200',
        '—',
        '—',
        '1200',
      ],
      ['like', '0.7000', '0.6800–0.7200', '0.9000', '0.8800–0.9200', '—', '—'],
      [`worse: ${worse.because}`],
    ]);
  });

  it('fits a narrow terminal, and still says what is worse', () => {
    const lines = plain(watchText('feed', points, 60)).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
    expect(lines[0]).toMatch(/partition .*AUC ↑ .*worse/);
  });

  it('is one line of a version: partitions as they are, and what was worse on them', () => {
    expect(plain(lastPointsLine(points))).toBe('2026-01-16 (worse: AUC of like), 2026-01-15');
    expect(lastPointsLine([])).toBeNull();
  });

  it('says what makes points where there are none', () => {
    expect(watchText('feed', [], null)).toContain('publish.watch');
  });
});
