/**
 * Reads the pinned, hashed requirements files that ship beside this package.
 * Which part needs which of them is the part table's business.
 */
import { readFileSync } from 'node:fs';

export interface PinnedRequirement {
  readonly name: string;
  readonly version: string;
  /** The requirement with its hashes, as pip reads it. */
  readonly text: string;
}

/** @param source `requirements.txt`'s content: one `name==version --hash=…` each, continued by backslashes. */
export function parseRequirements(source: string): ReadonlyMap<string, PinnedRequirement> {
  const pinned = new Map<string, PinnedRequirement>();
  for (const line of source.replaceAll(/\\\r?\n/g, ' ').split('\n')) {
    const text = line.replace(/(^|\s)#.*$/, '').trim();
    const match = /^(?<name>[\w.-]+)==(?<version>[\w.]+)(\s+--hash=sha256:[0-9a-f]{64})+$/.exec(text);
    if (match?.groups === undefined) {
      if (text === '') continue;
      throw new Error(`Not a pinned, hashed requirement: ${text}`);
    }
    const { name = '', version = '' } = match.groups;
    pinned.set(name, { name, version, text: text.replaceAll(/\s+/g, ' ') });
  }
  return pinned;
}

const filesByDevice = {
  cpu: ['requirements.txt'],
  gpu: ['requirements.txt', 'requirements-gpu.txt'],
} as const;
const loaded = new Map<'cpu' | 'gpu', ReadonlyMap<string, PinnedRequirement>>();

/** All pins that count on this device. */
export function pinnedRequirements(device: 'cpu' | 'gpu'): ReadonlyMap<string, PinnedRequirement> {
  const known = loaded.get(device);
  if (known) return known;
  const all = new Map<string, PinnedRequirement>();
  for (const file of filesByDevice[device]) {
    const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
    for (const [name, requirement] of parseRequirements(source)) all.set(name, requirement);
  }
  loaded.set(device, all);
  return all;
}
