/**
 * Responsible for filters that were given a name in this browser: kept as they stand in the address, which is still what counts.
 * Leaves to others: showing them (view-menu.tsx).
 */
import { useSyncExternalStore } from 'react';
import { type RunsSearch, runsSearch } from '../routes/runs-search.js';

export interface SavedView {
  readonly name: string;
  readonly search: RunsSearch;
}

export const mostViews = 30;
export const mostOfViewName = 60;
const storageKey = 'espalier.run-views';

/** What is kept, as far as it is any: names once each, filters that the list knows. @param text as it was kept; null where nothing was */
export function viewsFrom(text: string | null): readonly SavedView[] {
  let kept: unknown = null;
  try {
    kept = JSON.parse(text ?? '[]');
  } catch {
    // As if nothing was.
  }
  if (!Array.isArray(kept)) return [];
  const views = new Map<string, SavedView>();
  for (const each of kept.slice(0, mostViews) as { name?: unknown; search?: unknown }[]) {
    if (typeof each?.name !== 'string' || each.name === '' || each.name.length > mostOfViewName) continue;
    const { data } = runsSearch.safeParse(each.search ?? {});
    if (data === undefined) continue;
    const { bulk: _, ...search } = data;
    views.set(each.name, { name: each.name, search });
  }
  return [...views.values()];
}

/** The same with one more; one of its name is replaced. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].slice(-mostViews);
}

/** Whether both say the same. */
export function isSameSearch(one: RunsSearch, other: RunsSearch): boolean {
  const told = (search: RunsSearch) =>
    JSON.stringify(
      Object.entries(search)
        .filter(([name, value]) => name !== 'bulk' && value !== undefined)
        .sort(),
    );
  return told(one) === told(other);
}

const listeners = new Set<() => void>();
let views: readonly SavedView[] | null = null;

function current(): readonly SavedView[] {
  try {
    views ??= viewsFrom(localStorage.getItem(storageKey));
  } catch {
    // Storage may be closed to the page.
    views ??= [];
  }
  return views;
}

function keep(next: readonly SavedView[]): void {
  views = next;
  try {
    localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // They then last until the page is left.
  }
  for (const listener of listeners) listener();
}

export function saveView(view: SavedView): void {
  keep(withView(current(), view));
}

export function dropView(name: string): void {
  keep(current().filter((view) => view.name !== name));
}

export function useSavedViews(): readonly SavedView[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}
