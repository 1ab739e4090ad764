import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSpec } from './load-spec.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-no-pipeline-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a file that gives no pipeline', () => {
  it.each([
    ['that throws', 'throw new Error("no database");', 'spec.script-failed', 'no database'],
    ['without default export', 'export const a = 1;', 'spec.script-failed', 'no default export'],
    ['with a syntax error', 'export default {', 'spec.script-failed', 'stopped with an error'],
  ])('a script %s', async (_name, text, code, message) => {
    const path = join(folder, 'bad.mjs');
    await writeFile(path, text);
    await expect(loadSpec(path)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it.each([
    ['Latin 1', Buffer.from('name: caf\xe9\n', 'latin1')],
    ['UTF-16 without a mark', Buffer.from('name: feed\nseed: 7\n', 'utf16le')],
    ['no text', Buffer.from([0x50, 0x41, 0x52, 0x31, 0, 1, 2])],
  ])('is %s', async (_name, bytes) => {
    const path = join(folder, 'bytes.yaml');
    await writeFile(path, bytes);
    await expect(loadSpec(path)).rejects.toThrow(/is not text in UTF-8: save it as UTF-8/);
  });

  it('is missing, a folder, or of another kind', async () => {
    await expect(loadSpec(join(folder, 'none.yaml'))).rejects.toThrow(/none\.yaml does not exist/);
    await expect(loadSpec(join(folder, 'data.parquet'))).rejects.toThrow(/must end in \.yaml/);
  });
});
