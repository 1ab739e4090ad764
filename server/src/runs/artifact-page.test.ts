import type { RunArtifact } from '@espalier/client';
import { expect, it } from 'vitest';
import { pageAfter } from './artifact-page.js';

const artifact = (stage: string, name: string): RunArtifact => ({
  ...{ stage, name, sizeBytes: 1 },
  digest: `sha256:${'0'.repeat(64)}`,
});
const all = [artifact('extract', 'a'), artifact('extract', 'b'), artifact('train', 'a')];

it('gives each once by the page, also where more come meanwhile', () => {
  const first = pageAfter(all, { limit: 2 });
  expect(first.artifacts).toEqual(all.slice(0, 2));
  const more = [artifact('encode', 'z'), ...all, artifact('train', 'b')];
  const second = pageAfter(more, { limit: 2, cursor: first.nextCursor ?? '' });
  expect(second).toEqual({ artifacts: more.slice(3), nextCursor: null });
  expect(pageAfter(all, { limit: 3 }).nextCursor).toBeNull();
});

it.each(['x', '-', 'W10', 'bnVsbA', Buffer.from('["a"]').toString('base64url')])(
  'refuses the cursor %s',
  (cursor) => {
    expect(() => pageAfter(all, { limit: 1, cursor })).toThrow('not one that this list has given');
  },
);
