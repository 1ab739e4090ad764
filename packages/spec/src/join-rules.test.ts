import { describe, expect, it } from 'vitest';
import { lookedUpColumns } from './join-schema.js';
import { modellingPart } from './modelling-part.js';
import { validateSpec } from './validate-spec.js';

function verdictOf(features: object, partitions: object = {}) {
  return validateSpec({
    name: 'feed',
    ...partitions,
    source: { train: { uri: 'log/day={day}/' }, split: { eval: 0.1 } },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
    features,
  });
}

const issuesOf = (features: object, partitions?: object) =>
  verdictOf(features, partitions).issues.map(({ path, message }) => `${path}: ${message}`);

const byDay = { partitions: { key: 'day', for: '2026-11-20' } };
const members = { uri: 'members/', key: 'member', columns: ['country', 'device'] };
const clicks = {
  name: 'clicks_7d',
  of: { uri: 'log/', arrived: 'arrived' },
  by: 'author',
  where: 'click',
  over: '7d',
};

describe('lookups and counts', () => {
  it('are columns of the pipeline', () => {
    const posts = {
      uri: 'posts/',
      key: 'post',
      by: 'item',
      columns: { topic: 'post_topic' },
      known: 'created',
    };
    expect(issuesOf({ asOf: 'time', lookups: [members, posts], counts: [clicks] })).toEqual([]);
    expect(issuesOf({ lookups: [members] })).toEqual([]);
    const cut = { ...clicks, of: { uri: 'log/day={day}/', arrived: 'arrived', late: '2d', atLeast: 3 } };
    expect(issuesOf({ asOf: 'time', counts: [cut] }, byDay)).toEqual([]);
  });

  it.each<[string, object, object, RegExp]>([
    ['a count without asOf', { counts: [clicks] }, {}, /^features\.asOf: is missing: `counts` needs/],
    [
      'known without asOf',
      { lookups: [{ ...members, known: 'at' }] },
      {},
      /^features\.asOf: is missing: `known`/,
    ],
    [
      'no column',
      { lookups: [{ ...members, columns: {} }] },
      {},
      /^features\.lookups\[0\]\.columns: names no column/,
    ],
    ['asOf for nothing', { asOf: 'time', lookups: [members] }, {}, /^features\.asOf: is read by/],
    [
      'two columns of a name',
      { lookups: [members, { ...members, columns: { x: 'Country' } }] },
      {},
      /^features\.lookups\[1\]\.columns: the column "Country" is made at features\.lookups\[0\]\.columns/,
    ],
    [
      'a derived one of the name',
      { lookups: [members], derived: [{ name: 'device', sql: '1' }] },
      {},
      /^features\.derived\[0\]\.name: .*made at features\.lookups\[0\]/,
    ],
    [
      'a window that is none',
      { asOf: 'time', counts: [{ ...clicks, over: 'a week' }] },
      {},
      /^features\.counts\[0\]\.over: expected a time such as 30m, 24h or 7d/,
    ],
    [
      'a window beyond all',
      { asOf: 'time', counts: [{ ...clicks, over: '5001d' }] },
      {},
      /^features\.counts\[0\]\.over: .*at most 5000d/,
    ],
    [
      'columns that are neither',
      { lookups: [{ ...members, columns: 'country' }] },
      {},
      /^features\.lookups\[0\]\.columns: expected a list of columns/,
    ],
    [
      'a lookup by the day',
      { lookups: [{ ...members, uri: 'members/{day}/' }] },
      byDay,
      /^features\.lookups\[0\]\.uri: is cut by \{day\}/,
    ],
    [
      'a bad template',
      { asOf: 'time', counts: [{ ...clicks, of: { ...clicks.of, uri: 'log/{day:yyyy}/' } }] },
      byDay,
      /^features\.counts\[0\]\.of\.uri: does not tell/,
    ],
    [
      'lateness of a whole log',
      { asOf: 'time', counts: [{ ...clicks, of: { ...clicks.of, late: '1d' } }] },
      byDay,
      /^features\.counts\[0\]\.of\.late: .*`uri` has no \{day\}/,
    ],
    [
      'atLeast without partitions',
      { asOf: 'time', counts: [{ ...clicks, of: { ...clicks.of, atLeast: 2 } }] },
      {},
      /^features\.counts\[0\]\.of\.atLeast: .*no `partitions`/,
    ],
    [
      'an unknown key',
      { lookups: [{ ...members, on: 'member' }] },
      {},
      /^features\.lookups\[0\]\.on: unknown key/,
    ],
  ])('refuses %s', (_, features, partitions, told) => {
    expect(issuesOf(features, partitions)).toEqual([expect.stringMatching(told)]);
  });

  it('have the columns of a mapping in one order, however it was written', () => {
    const columns = { words: 'w', topic: 't', form: 'f' };
    expect(lookedUpColumns(columns).map(({ name }) => name)).toEqual(['f', 't', 'w']);
    expect(lookedUpColumns(['words', 'form']).map(({ name }) => name)).toEqual(['words', 'form']);
  });

  it('shape the model by what they are, not by where they lie', () => {
    const partOf = (features: object) => JSON.stringify(modellingPart(verdictOf(features).spec as never));
    const as = (uri: string, over = '7d') => ({
      asOf: 'time',
      lookups: [{ ...members, uri }],
      counts: [{ ...clicks, over, of: { ...clicks.of, uri } }],
    });
    expect(partOf(as('a/'))).toBe(partOf(as('b/')));
    expect(partOf(as('a/'))).not.toBe(partOf(as('a/', '8d')));
  });
});
