/**
 * Responsible for what a view asks first, told by its address alone. It is asked for by the views' own queries, too, which find the answers:
 * what stands here in other words is asked twice, and is not wrong. Pure.
 */
import { curvePoints } from './curve-points.js';

/** As `sessionQuery` asks: whoever looks is shown nothing before it is known who that is. */
export const sessionPath = '/v1/session';

/** @param pathname of the view @param width of the window, in CSS pixels */
export function firstQuestions(pathname: string, width: number): string[] {
  const run = /^\/runs\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (run === undefined) return [sessionPath];
  // As it stands in the address it may be escaped in another way.
  const path = `/v1/runs/${encodeURIComponent(decoded(run))}`;
  return [sessionPath, path, `${path}/curves?points=${curvePoints(width)}`];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
