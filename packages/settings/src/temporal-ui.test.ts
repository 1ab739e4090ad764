import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadSettings } from './settings.js';

const home = mkdtempSync(join(tmpdir(), 'espalier-temporal-ui-'));
afterAll(() => rmSync(home, { recursive: true }));
const uiUrl = (env: Record<string, string>) => loadSettings({ ESPALIER_HOME: home, ...env }).temporal.uiUrl;

it("Temporal's own pages are where the setting says, whichever Temporal it is", () => {
  const ui = { ESPALIER_TEMPORAL_UI: 'https://temporal.corp/ui' };
  expect(uiUrl(ui)).toBe('https://temporal.corp/ui');
  expect(uiUrl({ ...ui, ESPALIER_TEMPORAL_ADDRESS: 'temporal.corp:7233' })).toBe('https://temporal.corp/ui');
});

it('of another Temporal nobody knows where they are', () => {
  expect(uiUrl({ ESPALIER_TEMPORAL_ADDRESS: 'temporal.corp:7233' })).toBeNull();
});

it.each(['javascript:alert(1)', 'temporal.corp', 'file:///etc'])('%s is no place of pages', (url) => {
  expect(() => uiUrl({ ESPALIER_TEMPORAL_UI: url })).toThrow('ESPALIER_TEMPORAL_UI');
});
