/** Responsible for the views that `bench page` looks at, and when each shows what it is for; pure. */
import type { View } from './browser.js';

export const comparedRuns = 100;

export const homeView: View = { path: '/', isDrawn: `document.querySelectorAll('main li a').length > 5` };
export const listView: View = {
  path: '/runs',
  isDrawn: `document.querySelectorAll('[role=row] a').length > 10`,
};

/** Its shards and its curves. */
export function goingView(runId: string): View {
  const shards = `[...document.querySelectorAll('canvas[role=img]')].some(({ width }) => width > 0)`;
  return { path: `/runs/${runId}`, isDrawn: `${shards} && document.querySelector('.uplot canvas') !== null` };
}

/** One that succeeded: its figures. */
function endedView(runId: string): View {
  return { path: `/runs/${runId}`, isDrawn: `document.querySelectorAll('main tbody tr').length > 1` };
}

export function compareView(runIds: readonly string[]): View {
  const runs = succeeded(runIds).slice(0, comparedRuns);
  const search = new URLSearchParams({ runs: JSON.stringify(runs) });
  return {
    path: `/compare?${search}`,
    isDrawn: `document.querySelectorAll('main tbody tr').length >= ${comparedRuns}`,
  };
}

/** By name. @param runIds of the past */
export function countedViews(runIds: readonly string[]): ReadonlyMap<string, View> {
  return new Map([
    ['home', homeView],
    ['list', listView],
    ['run', endedView(succeeded(runIds)[0] ?? '')],
  ]);
}

/** The last two digits of a past run's number say how it ended: those from 13 on ended well. */
function succeeded(runIds: readonly string[]): string[] {
  return runIds.filter((runId) => Number.parseInt(runId.slice(-4), 36) % 100 >= 13);
}
