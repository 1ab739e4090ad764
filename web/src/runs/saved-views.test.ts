import { expect, test } from 'vitest';
import { columnsFrom } from './columns.js';
import { isSameSearch, mostViews, viewsFrom, withView } from './saved-views.js';

test('views are read as far as they are any', () => {
  const kept = [
    { name: 'broken', search: { state: 'failed', since: '24h', bulk: 'cancel-1' } },
    { name: 'odd', search: { state: 'burning', pipeline: 'feed' } },
    { name: '', search: {} },
    { search: {} },
    null,
    { name: 'broken', search: { state: 'stalled' } },
  ];
  expect(viewsFrom(JSON.stringify(kept))).toEqual([
    { name: 'broken', search: { state: 'stalled' } },
    { name: 'odd', search: { pipeline: 'feed' } },
  ]);
  for (const text of [null, '', '{', '{}', '5']) expect(viewsFrom(text)).toEqual([]);
});

test('a name stands once, and no more are kept than are shown', () => {
  const many = Array.from({ length: mostViews }, (_, at) => ({ name: `v${at}`, search: {} }));
  expect(withView(many, { name: 'v3', search: { pipeline: 'feed' } })).toHaveLength(mostViews);
  const more = withView(many, { name: 'new', search: {} });
  expect([more.length, more.at(-1)?.name, more[0]?.name]).toEqual([mostViews, 'new', 'v1']);
});

test('filters are the same whatever their order, and whatever operation is shown', () => {
  expect(isSameSearch({ state: 'failed', pipeline: 'a' }, { pipeline: 'a', state: 'failed' })).toBe(true);
  expect(isSameSearch({ state: 'failed', bulk: 'cancel-1' }, { state: 'failed' })).toBe(true);
  expect(isSameSearch({ state: 'failed' }, {})).toBe(false);
});

test('columns stand in their order, and what is none is passed over', () => {
  expect(columnsFrom('["took","trigger","price"]')).toEqual(['trigger', 'took']);
  expect(columnsFrom('[]')).toEqual([]);
  for (const text of [null, '{', '7']) expect(columnsFrom(text)).toEqual(['started', 'took']);
});
