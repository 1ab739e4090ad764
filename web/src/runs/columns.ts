/** Responsible for which columns the list of runs has, as this browser's person has chosen. */
import { useSyncExternalStore } from 'react';

/** Those that may be left out, in their order. */
export const columns = ['trigger', 'changes', 'started', 'ended', 'took'] as const;
export type Column = (typeof columns)[number];

export const columnWords: Readonly<Record<Column, string>> = {
  trigger: 'Asked for by',
  changes: 'Changes',
  started: 'Started',
  ended: 'Ended',
  took: 'Took',
};

const usual: readonly Column[] = ['started', 'took'];
const storageKey = 'espalier.run-columns';

/** What is kept, if it is any; else the usual. @param text as it was kept; null where nothing was */
export function columnsFrom(text: string | null): readonly Column[] {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    if (!Array.isArray(kept)) return usual;
    return columns.filter((column) => kept.includes(column));
  } catch {
    return usual;
  }
}

const listeners = new Set<() => void>();
let chosen: readonly Column[] | null = null;

function current(): readonly Column[] {
  try {
    chosen ??= columnsFrom(localStorage.getItem(storageKey));
  } catch {
    // Storage may be closed to the page.
    chosen ??= usual;
  }
  return chosen;
}

export function chooseColumns(next: readonly Column[]): void {
  chosen = columns.filter((column) => next.includes(column));
  try {
    localStorage.setItem(storageKey, JSON.stringify(chosen));
  } catch {
    // It then counts until the page is left.
  }
  for (const listener of listeners) listener();
}

export function useColumns(): readonly Column[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}
