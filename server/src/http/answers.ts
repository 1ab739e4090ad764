/** Responsible for the statuses that a route may answer with, as its description tells them. */
import type { z } from 'zod';
import { problemSchema, problemType } from './problem.js';

const titles = {
  400: 'The request has mistakes.',
  401: 'No token and no session, or a bad one.',
  403: 'The role is not enough, or the request comes from a foreign page.',
  404: 'There is no such thing.',
  409: 'It contradicts an earlier request.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The pipeline has mistakes.',
  429: 'Too many bad tokens, sessions or sign-in codes came from this address.',
  431: 'The address or the headers are too large.',
  500: 'The server met a fault of its own.',
  503: 'A service that the server needs is away.',
} as const;
type ProblemStatus = keyof typeof titles;

const always: readonly ProblemStatus[] = [400, 401, 403, 429, 431, 500, 503];
/** Of a route that has a body. */
export const withBody: readonly ProblemStatus[] = [413, 415];

interface ProblemAnswer {
  readonly description: string;
  readonly content: Readonly<Record<typeof problemType, { readonly schema: typeof problemSchema }>>;
}

/** @param others problems beside those that any route may have */
export function answers<T extends Readonly<Record<number, z.ZodType | object>>>(
  good: T,
  others: readonly ProblemStatus[] = [],
): T & Readonly<Record<ProblemStatus, ProblemAnswer>> {
  const problems = [...always, ...others].map((status) => [
    status,
    { description: titles[status], content: { [problemType]: { schema: problemSchema } } },
  ]);
  return { ...good, ...Object.fromEntries(problems) };
}

/** What the client gives is only ever read; the types of answers are not. */
export function plain<T>(value: unknown): T {
  return value as T;
}
