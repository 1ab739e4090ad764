import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

async function namesIn(path: string, pattern: RegExp): Promise<string[]> {
  const text = await readFile(new URL(path, import.meta.url), 'utf8');
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '').sort();
}

it('docs/settings.md has one row for each variable that is read', async () => {
  const read = await namesIn('./settings.ts', /^ {2}((?:ESPALIER|AWS|CUDA)_[A-Z0-9_]+): z/gm);
  expect(read.length).toBeGreaterThan(0);
  expect(await namesIn('../../../docs/settings.md', /^\| `([A-Z0-9_]+)` \|/gm)).toEqual(read);
});
