/**
 * Responsible for the text of a pipeline's mistakes, one line each.
 * Leaves to others: colours and where the text is shown.
 */
import type { SpecIssue } from './spec-issue.js';

/** `path: message; did you mean X?`, headed by `file:line:column` or the option that gave the value. */
export function renderSpecIssue(issue: SpecIssue, file?: string): string {
  const place =
    issue.line === undefined
      ? file
      : `${file ?? 'line '}${file ? ':' : ''}${issue.line}:${issue.column ?? 1}`;
  const head = issue.origin ?? place;
  const meant = issue.suggestion === undefined ? '' : `; did you mean ${issue.suggestion}?`;
  const path = issue.path === '' ? '' : `${issue.path}: `;
  return `${head === undefined ? '' : `${head}  `}${path}${issue.message}${meant}`;
}

export function renderSpecIssues(issues: readonly SpecIssue[], file?: string): string {
  return issues.map((issue) => renderSpecIssue(issue, file)).join('\n');
}
