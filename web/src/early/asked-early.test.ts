import { afterEach, expect, test, vi } from 'vitest';
import { askEarly, takeEarly } from './asked-early.js';

afterEach(() => void vi.useRealTimers());

test('an answer is taken once; what was not asked early there is none of', async () => {
  const path = 'data:text/plain,one';
  askEarly(path);
  expect(takeEarly(`${path}?points=10`)).toBeUndefined();
  expect(await (await takeEarly(path))?.text()).toBe('one');
  expect(takeEarly(path)).toBeUndefined();
});

test('what nobody took in time is old', () => {
  vi.useFakeTimers();
  const path = 'data:text/plain,late';
  askEarly(path);
  vi.advanceTimersByTime(5_000);
  expect(takeEarly(path)).toBeUndefined();
});

test('where nothing answers it is whoever takes it who is told', async () => {
  const nobody = 'http://127.0.0.1:1/';
  askEarly(nobody);
  await expect(takeEarly(nobody)).rejects.toThrow();
});
