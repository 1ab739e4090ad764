/**
 * Responsible for one mistake of a pipeline file as a line: place, path, what is wrong.
 * Leaves to others: finding it (spec, features).
 */
import { relative } from 'node:path';
import type { SpecIssue } from '@espalier/spec';
import { paint } from './paint.js';

function placeOf(issue: SpecIssue, file: string | undefined): string {
  if (issue.origin !== undefined) return issue.origin;
  if (file === undefined) return '';
  const near = relative(process.cwd(), file);
  const shown = near.startsWith('..') ? file : near;
  return issue.line === undefined ? shown : `${shown}:${issue.line}:${issue.column ?? 1}`;
}

export function issueLine(issue: SpecIssue, file?: string): string {
  const place = placeOf(issue, file);
  const path = issue.path === '' ? '' : `${paint.bold(issue.path)}: `;
  const meant = issue.suggestion === undefined ? '' : `; did you mean ${paint.green(issue.suggestion)}?`;
  return `${place === '' ? '' : `${paint.cyan(place)}  `}${path}${issue.message}${meant}`;
}
