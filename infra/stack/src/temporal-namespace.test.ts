/** A namespace of one's own, on the local Temporal: `up` makes it, and `doctor` names one that is not there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '@espalier/settings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { doctor } from './doctor/doctor.js';
import { down } from './down.js';
import { up } from './up.js';

let homeDir: string;

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), 'espalier-namespace-'));
});

afterEach(() => rmSync(homeDir, { recursive: true, force: true }));

test('the local stack starts with the namespace that the settings name, and says how to add another', async () => {
  const settings = (namespace: string) =>
    loadSettings({ ESPALIER_HOME: homeDir, ESPALIER_TEMPORAL_NAMESPACE: namespace });
  const verdicts = async (namespace: string) => {
    const names = ['Temporal', 'search attributes'];
    return (await doctor(settings(namespace))).filter(({ name }) => names.includes(name));
  };
  await up({ settings: settings('ranking'), processes: () => [] });
  try {
    expect((await verdicts('ranking')).map(({ ok }) => ok)).toEqual([true, true]);
    expect(await verdicts('other')).toMatchObject([
      {
        ok: false,
        message: expect.stringMatching(/no namespace other \(ESPALIER_TEMPORAL_NAMESPACE\)/),
        fix: expect.stringMatching(/espalier down.*espalier up/),
      },
    ]);
    await down({ settings: settings('other') });
    await up({ settings: settings('other'), processes: () => [] });
    expect((await verdicts('other')).map(({ ok }) => ok)).toEqual([true, true]);
  } finally {
    await down({ settings: settings('other') });
  }
});
