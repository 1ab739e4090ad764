/**
 * Responsible for asking the API: typed by the server's own document, with the session's cookie, every failure an `ApiProblem`.
 * Leaves to others: what is asked when (queries beside each view), following a run (event-stream.ts).
 */
import createClient from 'openapi-fetch';
import type { components, paths } from '../../generated/api.js';
import { takeEarly } from '../early/asked-early.js';
import { noAnswer, problemFrom } from './problem.js';

export type Schemas = components['schemas'];

export const api = createClient<paths>({ credentials: 'same-origin', fetch: askedEarlyOrNow });

function askedEarlyOrNow(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  return (request.method === 'GET' ? takeEarly(pathname + search) : undefined) ?? fetch(request);
}

interface Answer<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * What the API has answered.
 * @throws ApiProblem
 */
export async function answered<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw noAnswer();
  }
  const { data, error, response } = answer;
  if (!response.ok) throw problemFrom(response.status, error);
  return data as T;
}
