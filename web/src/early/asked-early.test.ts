import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { askEarly, takeEarly } from './asked-early.js';

let asked = 0;
const server = createServer((_, answer) => {
  asked += 1;
  answer.end(String(asked));
});
let origin: string;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test('an answer is taken once; what was not asked early there is none of', async () => {
  askEarly(`${origin}/one`);
  expect(takeEarly(`${origin}/other`)).toBeUndefined();
  expect(await (await takeEarly(`${origin}/one`))?.text()).toBe('1');
  expect(takeEarly(`${origin}/one`)).toBeUndefined();
});

test('what nobody took in time is old', () => {
  vi.useFakeTimers();
  askEarly(`${origin}/late`);
  vi.advanceTimersByTime(5_000);
  expect(takeEarly(`${origin}/late`)).toBeUndefined();
  vi.useRealTimers();
});

test('where nothing answers it is whoever takes it who is told', async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  askEarly(`${origin}/away`);
  await expect(takeEarly(`${origin}/away`)).rejects.toThrow();
});
