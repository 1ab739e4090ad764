/** Responsible for rules between the keys of `checks`, held against the file as written. Leaves to others: each key alone (checks-schema.ts). */
import { formatPath } from './issue-path.js';
import type { SpecIssue } from './spec-issue.js';

type Mapping = Readonly<Record<string, unknown>>;

/**
 * @param checks of the file; null where it is no mapping
 * @param isCut whether the source is cut by time
 */
export function* checkIssues(checks: Mapping | null, isCut: boolean): Generator<SpecIssue> {
  if (checks === null) return;
  const { onFailure, warnOnly, rows } = checks;
  if (rows !== undefined && rows !== 'off' && !isCut) {
    const message =
      'holds a partition to the others of its window, and the source is not cut by time: add `partitions`, or leave this out';
    yield { path: 'checks.rows', code: 'conflict', message };
  }
  if (!Array.isArray(warnOnly)) return;
  if (onFailure === 'warn') {
    const message = 'says nothing beside `onFailure: warn`, with which all checks only warn: leave one out';
    yield { path: 'checks.warnOnly', code: 'conflict', message };
  }
  for (const [place, name] of warnOnly.entries()) {
    if (checks[String(name)] !== 'off') continue;
    const message = `\`${name}\` is off, so there is nothing to warn of`;
    yield { path: formatPath(['checks', 'warnOnly', place]), code: 'conflict', message };
  }
}
