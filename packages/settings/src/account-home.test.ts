import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { provideAccountHome } from './account-home.js';
import { loadSettings } from './settings.js';

afterEach(() => vi.unstubAllEnvs());

describe.each(['', '.', 'relative/folder'])('a HOME of %j is none', (home) => {
  it('folders of an account are those of passwd, whatever folder a process works in', () => {
    vi.stubEnv('HOME', home);
    const { cacheDir } = loadSettings({ ESPALIER_HOME: '/somewhere' }, '/elsewhere');
    expect(cacheDir).toBe(join(userInfo().homedir, '.cache/espalier'));
    const named = loadSettings({ ESPALIER_HOME: '/somewhere', ESPALIER_CACHE_DIR: '~/kept' }, '/elsewhere');
    expect(named.cacheDir).toBe(join(userInfo().homedir, 'kept'));
  });

  it('libraries and children are told the same', () => {
    vi.stubEnv('HOME', home);
    provideAccountHome('/somewhere');
    expect(process.env.HOME).toBe(userInfo().homedir);
  });
});

it('a HOME that is a folder of its own is taken', () => {
  vi.stubEnv('HOME', '/own');
  provideAccountHome('/somewhere');
  expect(process.env.HOME).toBe('/own');
  expect(loadSettings({ ESPALIER_HOME: '/somewhere' }, '/elsewhere').cacheDir).toBe('/own/.cache/espalier');
});
