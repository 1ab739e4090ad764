import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveNativePart } from '@espalier/native';
import { loadSettings } from '@espalier/settings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up } from './up.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-machine-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a stack whose workers could not run here is refused before anything starts', () => {
  it.skipIf(existsSync('/dev/nvidia0'))('without a GPU to train on', async () => {
    const homeDir = join(folder, 'no-gpu');
    const settings = loadSettings({ ESPALIER_HOME: homeDir, ESPALIER_DEVICE: 'gpu' });
    await expect(up({ settings })).rejects.toMatchObject({ code: 'native.no-gpu' });
    expect(existsSync(homeDir)).toBe(false);
  });

  it('without native parts, all of them told at once', async () => {
    const homeDir = join(folder, 'no-parts');
    const settings = loadSettings({
      ESPALIER_HOME: homeDir,
      ESPALIER_CACHE_DIR: join(folder, 'cache'),
      ESPALIER_TEMPORAL_BIN: resolveNativePart('temporal'),
      ESPALIER_VALKEY_BIN: resolveNativePart('valkey'),
      ESPALIER_WEED_BIN: resolveNativePart('seaweedfs'),
    });
    await expect(up({ settings })).rejects.toMatchObject({
      code: 'native.missing',
      details: { parts: expect.arrayContaining(['xgboost', 'tensorflow', 'tfjs-addon', 'loopback-bind']) },
    });
    expect(existsSync(homeDir)).toBe(false);
  });
});
