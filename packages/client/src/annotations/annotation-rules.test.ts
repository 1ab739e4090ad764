import type { RunAnnotations } from '@espalier/domain';
import { expect, it } from 'vitest';
import { changedTags, parseTag, withNote } from './annotation-rules.js';

const tags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));

it('reads a tag as it is typed', () => {
  expect(parseTag('stage=canary')).toEqual({ key: 'stage', value: 'canary' });
  expect(parseTag('why=a = b')).toEqual({ key: 'why', value: 'a = b' });
});

it.each([
  ['stage', /"stage" is no tag: give key=value/],
  ['=x', /is no tag/],
  ['Stage=x', /"Stage" is no key of a tag/],
  ['__proto__=x', /is no key of a tag/],
  [`${'k'.repeat(41)}=x`, /is no key of a tag/],
  ['stage=', /the value of stage is blank/],
  ['stage=a\u001b[2J', /has control characters/],
  [`stage=${'x'.repeat(101)}`, /has 101 characters; 100 are kept/],
])('%j is none', (text, message) => {
  expect(() => parseTag(text)).toThrow(message);
});

it('sets and removes, and says every mistake at once', () => {
  expect(changedTags({ a: '1', b: '2' }, { set: { b: '3', c: '4' }, remove: ['a', 'z'] })).toEqual({
    b: '3',
    c: '4',
  });
  expect(changedTags({}, { set: { constructor: 'x' }, remove: [] })).toEqual({ constructor: 'x' });
  expect(() => changedTags({}, { set: { B: '', c: 'x' }, remove: ['c'] })).toThrow(
    /"B" is no key.*the value of B is blank.*c is both set and removed/s,
  );
  expect(Object.keys(changedTags(tags(19), { set: { last: 'x' }, remove: [] }))).toHaveLength(20);
  expect(() => changedTags(tags(20), { set: { more: 'x' }, remove: [] })).toThrow(
    'would have 21 tags; it may have 20',
  );
  expect(Object.keys(changedTags(tags(20), { set: { more: 'x' }, remove: ['key3'] }))).toHaveLength(20);
});

it('takes notes of one line, and so many', () => {
  const note = (text: string) => ({ text, by: 'ana', at: '2026-11-28T00:00:00Z' });
  const none: RunAnnotations = { tags: {}, notes: [] };
  expect(withNote(none, note('few likes'))).toEqual([note('few likes')]);
  expect(() => withNote(none, note(' '))).toThrow('the note is blank');
  expect(() => withNote(none, note('one\ntwo'))).toThrow('control characters');
  expect(() => withNote(none, note('x'.repeat(2_001)))).toThrow('2001 characters; 2000 are kept');
  const full = { tags: {}, notes: Array.from({ length: 100 }, () => note('x')) };
  expect(() => withNote(full, note('one more'))).toThrow('100 notes already');
});
