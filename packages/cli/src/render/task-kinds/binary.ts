/** Tasks whose label is true or false: AUC with its 95 % interval, log loss, normalised entropy, observed/expected. */
import type { Interval } from '@espalier/domain';
import { none, signed, signedRange } from '../figures-text.js';
import { countText } from '../quantities.js';
import type { FigureColumn, KindFigures } from './kind-figures.js';

const fixed = (value: number | null, digits: number) => value?.toFixed(digits) ?? none;

const range = ([low, high]: Interval) => `${low.toFixed(4)}–${high.toFixed(4)}`;

const columns: readonly FigureColumn[] = [
  {
    title: 'AUC',
    width: 7,
    of: ({ auc }) => fixed(auc, 4),
    ofDifference: ({ auc }) => (auc ? signed(auc.difference) : none),
  },
  {
    title: '95 % CI',
    width: 18,
    of: ({ aucCi }) => (aucCi ? range(aucCi) : none),
    ofDifference: ({ auc }) => (auc?.ci ? signedRange(auc.ci) : none),
  },
  {
    title: 'log loss',
    width: 8,
    of: ({ logLoss }) => fixed(logLoss, 4),
    ofDifference: ({ logLoss }) => signed(logLoss.difference),
  },
  {
    title: 'NE',
    width: 7,
    of: ({ normalizedEntropy }) => fixed(normalizedEntropy, 4),
    ofDifference: () => '',
  },
  {
    title: 'O/E',
    width: 6,
    of: ({ observedOverExpected }) => fixed(observedOverExpected, 3),
    ofDifference: () => '',
  },
];

export const binary: KindFigures = {
  columns,
  rowsText: ({ rows, positives }) =>
    `${countText(rows)} rows, ${((100 * positives) / rows).toFixed(2)} % positive`,
};
