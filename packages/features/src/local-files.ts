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
  /** Links to folders that are walked anyway, one clause each. */
  readonly loops: readonly string[];
  /** Where files behind links lie in truth. */
  readonly realPaths: ReadonlyMap<string, string>;
}

interface Walk {
  readonly root: string;
  readonly pattern: NamePattern | null;
  readonly direct: string[];
  readonly unreadable: string[];
  readonly loops: string[];
  /** What is behind links: walked last, so that what is there by itself comes first. */
  readonly links: { readonly name: string; readonly real: string }[];
}

/** Every file below `root` that the pattern may ask for. */
export async function findFiles(root: string, pattern: NamePattern | null): Promise<FoundFiles> {
  const walk: Walk = { root, pattern, direct: [], unreadable: [], loops: [], links: [] };
  await walkFolder(walk, '');
  const realPaths = await followLinks(walk);
  const names = [...walk.direct, ...realPaths.keys()];
  return { names, unreadable: walk.unreadable, loops: walk.loops, realPaths };
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

/** Files behind links, with where they lie in truth. */
async function followLinks(walk: Walk): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const realRoot = await realpath(walk.root);
  const visited = new Set<string>();
  // A link found behind another is appended to the list.
  for (const link of walk.links) {
    if (!(await stat(link.real)).isDirectory()) found.set(link.name, link.real);
    else if (visited.has(link.real) || realRoot === link.real || realRoot.startsWith(`${link.real}/`)) {
      walk.loops.push(`${link.name} leads back to ${link.real}`);
    } else {
      visited.add(link.real);
      const behind: Walk = { ...walk, direct: [] };
      await walkFolder(behind, link.name);
      for (const name of behind.direct) found.set(name, join(link.real, name.slice(link.name.length + 1)));
    }
  }
  return found;
}

/** Of the chosen names, each file's first, what is there by itself before what is behind links; and the others, one clause each. */
export async function withoutRepeats(
  root: string,
  names: readonly string[],
  { realPaths }: FoundFiles,
): Promise<{ readonly names: readonly string[]; readonly repeated: readonly string[] }> {
  if (realPaths.size === 0) return { names, repeated: [] };
  const realRoot = await realpath(root);
  const first = new Map<string, string>();
  const repeated: string[] = [];
  const linkedLast = [...names].sort((a, b) => Number(realPaths.has(a)) - Number(realPaths.has(b)));
  for (const name of linkedLast) {
    const real = realPaths.get(name) ?? join(realRoot, name);
    const known = first.get(real);
    if (known === undefined) first.set(real, name);
    else repeated.push(`${name} is ${known} by another name`);
  }
  return { names: [...first.values()], repeated };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
