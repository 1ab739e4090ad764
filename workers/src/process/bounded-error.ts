/**
 * Responsible for errors that fit into a workflow's history: Temporal carries two megabytes at most, and a failure that is larger
 * fails the workflow's every try to end. Pure.
 * Leaves to others: what an error means.
 */
import type { SerializedError } from '@espalier/domain';

/** Far below Temporal's limit: a history is no place for data. */
const mostBytes = 32 * 1024;
const mostItems = 20;
const mostLetters = 1_000;
const messageLetters = 8_000;
const deepest = 6;

/** The error itself where it is small; otherwise with its lists cut short, and how many items of which are left out. */
export function boundedError(error: SerializedError): SerializedError {
  if (JSON.stringify(error).length <= mostBytes) return error;
  const omitted: Record<string, number> = {};
  const short = shorten(error.details, '', 0, omitted) as SerializedError['details'];
  const message = cut(error.message, messageLetters);
  const bounded = { ...error, message, details: { ...short, omitted } };
  return JSON.stringify(bounded).length <= mostBytes ? bounded : { ...error, message, details: {} };
}

function cut(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, letters)}… (${text.length - letters} letters more)`;
}

function shorten(value: unknown, path: string, depth: number, omitted: Record<string, number>): unknown {
  if (typeof value === 'string') return cut(value, mostLetters);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return null;
  const inside = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (Array.isArray(value)) {
    if (value.length > mostItems) omitted[path] = value.length - mostItems;
    return value.slice(0, mostItems).map((item, i) => shorten(item, inside(String(i)), depth + 1, omitted));
  }
  const entries = Object.entries(value);
  if (entries.length > mostItems) omitted[path] = entries.length - mostItems;
  return Object.fromEntries(
    entries.slice(0, mostItems).map(([key, item]) => [key, shorten(item, inside(key), depth + 1, omitted)]),
  );
}
