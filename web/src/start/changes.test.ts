import { expect, test } from 'vitest';
import { hashOf } from '../api/request-key.js';
import { isCutByTime, setsOf, tagsOf } from './changes.js';

test('changes are as typed, without those that have no path', () => {
  const changes = [
    { path: ' training.epochs ', value: ' 1 ' },
    { path: '', value: '5' },
    { path: 'tasks', value: '[{ name: a }]' },
  ];
  expect(setsOf(changes)).toEqual(['training.epochs=1', 'tasks=[{ name: a }]']);
});

test('tags are told from what is none, and the last of a key counts', () => {
  expect(tagsOf('owner=ada, sweep=7\nsweep=8,')).toEqual({ set: { owner: 'ada', sweep: '8' }, mistakes: [] });
  expect(tagsOf('Owner=ada, alone, x=')).toEqual({ set: {}, mistakes: ['Owner=ada', 'alone', 'x='] });
});

test('a file is cut by time where it says so at its top', () => {
  expect(isCutByTime('name: a\npartitions: { key: day }\n')).toBe(true);
  expect(isCutByTime('name: a\nsource:\n  partitions: x\n')).toBe(false);
});

test('other requests have other keys, and the same one the same', () => {
  const requests = Array.from({ length: 2_000 }, (_, seed) => JSON.stringify({ sets: [`seed=${seed}`] }));
  expect(new Set(requests.map(hashOf)).size).toBe(requests.length);
  expect(hashOf('{"a":1}')).toBe(hashOf('{"a":1}'));
});
