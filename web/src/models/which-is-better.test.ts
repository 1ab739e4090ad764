import { expect, test } from 'vitest';
import { type DeclaredKinds, verdictOf } from './which-is-better.js';

const kinds: DeclaredKinds = {
  defaultKind: 'first',
  taskKinds: [
    {
      ...{ name: 'first', summary: '', plots: [] },
      figures: [
        { name: 'order', title: 'order', better: 'higher' },
        { name: 'loss', title: 'loss', better: 'lower' },
        { name: 'ratio', title: 'ratio', better: 1 },
      ],
    },
    { name: 'second', summary: '', plots: [], figures: [{ name: 'order', title: 'order', better: 'lower' }] },
  ],
};
const verdict = (name: string, value: unknown, other: unknown, kind = {}) =>
  verdictOf(kinds, { [name]: value, ...kind }, { [name]: other }, name);

test('a figure is better as its kind declares: higher, lower, or nearer to a value', () => {
  expect([verdict('order', 2, 1), verdict('order', 1, 2)]).toEqual(['better', 'worse']);
  expect([verdict('loss', 2, 1), verdict('loss', 1, 2)]).toEqual(['worse', 'better']);
  expect([verdict('ratio', 1.1, 0.8), verdict('ratio', 0.7, 1.1)]).toEqual(['better', 'worse']);
  expect(verdict('order', 2, 1, { kind: 'second' })).toBe('worse');
});

test('nothing is said of figures that are the same, missing, or not declared', () => {
  expect(verdict('order', 1, 1)).toBeNull();
  expect(verdict('order', 1, null)).toBeNull();
  expect(verdict('rows', 2, 1)).toBeNull();
  expect(verdict('order', 2, 1, { kind: 'third' })).toBeNull();
  expect(verdictOf(undefined, { order: 2 }, { order: 1 }, 'order')).toBeNull();
});
