/**
 * Responsible for what was remarked on a pipeline and its source, as lines: warnings, then notes.
 * Leaves to others: finding it (features), refusing it under --strict.
 */
import type { Remarks } from '@espalier/client';
import { paint } from './paint.js';

export function warningLine(warning: string): string {
  return `${paint.yellow('warning')} ${warning}`;
}

function noteLine(note: string): string {
  return `${paint.dim('note')} ${note}`;
}

/** One line each; the empty text when there is nothing to say. */
export function remarksText({ warnings, notes }: Remarks): string {
  return [...warnings.map(warningLine), ...notes.map(noteLine)].join('\n');
}
