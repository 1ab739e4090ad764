import { expect, test } from 'vitest';
import { figureNames, figureText, intervalText } from './figures.js';

const byTask = {
  click: { kind: 'binary', gain: 0.95227, gainCi: [0.95011, 0.95441], rows: 99_762 },
  dwell: { kind: 'other', error: 0.2, rows: 99_762 },
};

test('columns are the numbers of any task', () => {
  expect(figureNames(byTask)).toEqual(['gain', 'rows', 'error']);
});

test('a figure has its interval, and what a task lacks is empty', () => {
  expect(figureText(byTask.click, 'gain')).toBe('0.9523');
  expect(intervalText(byTask.click, 'gain')).toBe('0.9501–0.9544');
  expect(intervalText(byTask.click, 'rows')).toBe('');
  expect(figureText(byTask.click, 'rows')).toBe('99,762');
  expect(figureText(byTask.dwell, 'gain')).toBe('');
  expect(figureText(null, 'gain')).toBe('');
});
