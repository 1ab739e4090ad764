import { expect, test } from 'vitest';
import { type Command, grouped, looksLikeRun, matching } from './matching.js';

const command = (title: string, group: Command['group'] = 'Go to', also = ''): Command => ({
  ...{ key: title, group, title, also, act: () => {} },
});
const titles = (commands: readonly Command[]) => commands.map(({ title }) => title);

const all = [
  command('Runs', 'Go to', 'list'),
  command('Models'),
  command('Start a run of feed', 'Do'),
  command('Start a run of home-feed', 'Do'),
  command('feed', 'Models'),
  command('Theme: dark', 'Do', 'night'),
];

test('nothing typed shows all, as they stand', () => {
  expect(titles(matching(all, ' ', 4))).toEqual(titles(all.slice(0, 4)));
});

test('every word has to fit; what begins so comes first, then words that do', () => {
  expect(titles(matching(all, 'feed', 9))).toEqual([
    'feed',
    'Start a run of feed',
    'Start a run of home-feed',
  ]);
  expect(titles(matching(all, 'START home', 9))).toEqual(['Start a run of home-feed']);
  expect(titles(matching(all, 'run', 9))[0]).toBe('Runs');
  expect(matching(all, 'start nothing', 9)).toEqual([]);
});

test('other words for a thing find it, and signs are no pattern', () => {
  expect(titles(matching(all, 'night', 9))).toEqual(['Theme: dark']);
  expect(matching(all, '(.*', 9)).toEqual([]);
});

test('groups stand where their first one stands', () => {
  const groups = grouped(matching(all, 'feed', 9));
  expect(groups.map(({ group, commands }) => [group, commands.length])).toEqual([
    ['Models', 1],
    ['Do', 2],
  ]);
});

test.each([
  ['census-20261129-063015-a1b2', true],
  ['cen', true],
  ['ce', false],
  ['two words', false],
  ['-x-y', false],
])('%j may be a run: %s', (text, may) => {
  expect(looksLikeRun(text)).toBe(may);
});
