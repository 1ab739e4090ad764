/**
 * Responsible for following a run: the server's events from the last one that was seen, again and again until the run has ended, with pauses
 * that grow. By `fetch` rather than `EventSource`, which gives up for good at the first answer that is an error.
 * Leaves to others: what an event means for the page (use-run.ts).
 */
import { ApiProblem, noAnswer, problemFrom } from '../api/problem.js';
import { EventStreamReader } from './event-stream.js';
import type { Run } from './standing.js';

/** As events tell it: without what people have said of the run, and without its report. */
type FollowedState = Omit<Run, 'annotations' | 'retries' | 'report' | 'temporalPage'>;

export interface Follower {
  onState(state: FollowedState): void;
  onConnected(): void;
  /** It tries again after this by itself. */
  onCut(problem: ApiProblem): void;
}

const firstPauseMs = 500;
const longestPauseMs = 10_000;
/** The server says every 15 s that it is still there: after so much silence it isn't. */
const silenceMs = 40_000;
const noContent = 204;

/** Resolves when the run has ended, or when `signal` says so. */
export async function followRun(runId: string, follower: Follower, signal: AbortSignal): Promise<void> {
  let lastId: string | null = null;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    try {
      const isOver = await readOnce(runId, lastId, signal, {
        onConnected: () => {
          pauseMs = firstPauseMs;
          follower.onConnected();
        },
        onEvent: (id, state) => {
          lastId = id ?? lastId;
          follower.onState(state);
        },
      });
      if (isOver) return;
      follower.onCut(noAnswer());
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof ApiProblem ? error : noAnswer();
      follower.onCut(problem);
      if (problem.status === 401 || problem.status === 404) return;
    }
    await pause(pauseMs, signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

interface OneConnection {
  onConnected(): void;
  onEvent(id: string | null, state: FollowedState): void;
}

/** @returns whether nothing more will come */
async function readOnce(
  runId: string,
  lastId: string | null,
  signal: AbortSignal,
  told: OneConnection,
): Promise<boolean> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await fetch(`/v1/runs/${encodeURIComponent(runId)}/events`, {
      headers: lastId === null ? {} : { 'last-event-id': lastId },
      credentials: 'same-origin',
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (response.status === noContent) return true;
    if (!response.ok || response.body === null) {
      throw problemFrom(response.status, await response.json().catch(() => null));
    }
    told.onConnected();
    const reader = new EventStreamReader();
    const decoder = new TextDecoder();
    const body = response.body.getReader();
    for (;;) {
      const { done, value } = await body.read();
      if (done) return false;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMs);
      for (const { id, event, data } of reader.read(decoder.decode(value, { stream: true }))) {
        if (event === 'problem') throw problemFrom(503, JSON.parse(data));
        const state = JSON.parse(data) as FollowedState;
        told.onEvent(id, state);
        if (state.status !== 'running') return true;
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
