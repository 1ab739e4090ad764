/**
 * Responsible for lists by the page at the command line: the options, what they ask for, and how whoever reads comes to the next page.
 * Leaves to others: what is listed.
 */
import type { AskedPage } from '@espalier/store';
import type { Command } from 'commander';
import { wholeNumber } from './whole-number.js';

export interface PageOptions {
  readonly limit: string;
  readonly cursor?: string;
}

const defaultLimit = '50';

export function addPageOptions(command: Command): Command {
  return command
    .option('--limit <count>', 'how many', defaultLimit)
    .option('--cursor <text>', 'go on where the page before ended, which told this');
}

/** @throws EspalierError `request.invalid` */
export function askedPage({ limit, cursor }: PageOptions): AskedPage {
  return { limit: wholeNumber('--limit', limit), cursor };
}

/** Empty after the last page. */
export function moreText(nextCursor: string | null): string {
  return nextCursor === null ? '' : `\nThere are more: --cursor ${nextCursor}`;
}
