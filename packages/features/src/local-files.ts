/**
 * Responsible for the files below a local folder: links followed, each file once, what can't be read told.
 * Leaves to others: which of them are a source's (source-names.ts).
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hiddenPart, type NamePattern } from './source-names.js';

export interface FoundFiles {
  /** Relative to the root, with `/`. */
  readonly names: readonly string[];
  /** Folders that can't be read, and why, one clause each. */
  readonly unreadable: readonly string[];
  /** Links that lead to what is read anyway, one clause each. */
  readonly repeated: readonly string[];
}

interface Walk {
  readonly root: string;
  readonly pattern: NamePattern | null;
  readonly direct: string[];
  readonly unreadable: string[];
  readonly repeated: string[];
  /** Folders behind links: walked last, so that what is there by itself keeps its own name. */
  readonly links: { readonly name: string; readonly real: string }[];
}

/** Every file below `root` that the pattern may ask for. */
export async function findFiles(root: string, pattern: NamePattern | null): Promise<FoundFiles> {
  const walk: Walk = { root, pattern, direct: [], unreadable: [], repeated: [], links: [] };
  await walkFolder(walk, '');
  const names = [...walk.direct];
  if (walk.links.length > 0) await followLinks(walk, names);
  return { names, unreadable: walk.unreadable, repeated: walk.repeated };
}

async function walkFolder(walk: Walk, folder: string): Promise<void> {
  const entries = await readdir(join(walk.root, folder), { withFileTypes: true }).catch((error: unknown) => {
    walk.unreadable.push(`the folder ${join(walk.root, folder)} can't be read (${codeOf(error)})`);
    return [];
  });
  for (const entry of entries) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) walk.direct.push(name);
    else if (entry.isDirectory()) {
      if (mayHold(walk, name)) await walkFolder(walk, name);
    } else if (entry.isSymbolicLink() && hiddenPart(name, walk.pattern) === null) await noteLink(walk, name);
  }
}

/** A hidden folder's name is kept, so that it can be told, but nothing in it is looked at. */
function mayHold(walk: Walk, folder: string): boolean {
  if (hiddenPart(folder, walk.pattern) !== null) {
    walk.direct.push(`${folder}/`);
    return false;
  }
  return walk.pattern === null || walk.pattern.mayHold(folder);
}

async function noteLink(walk: Walk, name: string): Promise<void> {
  const path = join(walk.root, name);
  const target = await stat(path).catch(() => null);
  if (target === null) {
    // Whether it matters that it leads nowhere is known once names are chosen.
    walk.direct.push(name);
  } else if (target.isFile() || (target.isDirectory() && mayHold(walk, name))) {
    walk.links.push({ name, real: await realpath(path) });
  }
}

/** Adds what links lead to, unless it is among `names` already under its own name or another link's. */
async function followLinks(walk: Walk, names: string[]): Promise<void> {
  const known = new Map<string, string>();
  const realRoot = await realpath(walk.root);
  for (const name of names) known.set(join(realRoot, name), name);
  const add = (name: string, real: string) => {
    const first = known.get(real);
    if (first !== undefined) walk.repeated.push(`${name} is ${first} by another name`);
    else {
      known.set(real, name);
      names.push(name);
    }
  };
  const visited = new Set<string>();
  for (const link of walk.links) {
    if (!(await stat(link.real)).isDirectory()) {
      add(link.name, link.real);
      continue;
    }
    if (visited.has(link.real) || realRoot === link.real || realRoot.startsWith(`${link.real}/`)) {
      walk.repeated.push(`${link.name} leads back to ${link.real}`);
      continue;
    }
    visited.add(link.real);
    // The walk goes on in the list: a link found behind this one is appended to it.
    const behind: Walk = { ...walk, direct: [] };
    await walkFolder(behind, link.name);
    for (const name of behind.direct) add(name, join(link.real, name.slice(link.name.length + 1)));
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
