import { expect, test } from 'vitest';
import { EventStreamReader } from './event-stream.js';

const stream =
  'id: a1\nevent: state\ndata: {"n":1}\n\n: still here\n\nid: a2\nevent: state\ndata: {"n":2}\n\n';
const events = [
  { id: 'a1', event: 'state', data: '{"n":1}' },
  { id: 'a2', event: 'state', data: '{"n":2}' },
];

test('events are the same wherever the stream is cut', () => {
  for (let cut = 0; cut <= stream.length; cut += 1) {
    const reader = new EventStreamReader();
    expect([...reader.read(stream.slice(0, cut)), ...reader.read(stream.slice(cut))]).toEqual(events);
  }
});

test('an event that has not come whole is none', () => {
  const reader = new EventStreamReader();
  expect(reader.read('event: state\ndata: {"n":')).toEqual([]);
  expect(reader.read('3}\n\n')).toEqual([{ id: null, event: 'state', data: '{"n":3}' }]);
});
