import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadSettings } from './settings.js';

const urlOf = (env: Record<string, string>) =>
  loadSettings({ ESPALIER_HOME: '/nowhere', ...env }, '/').server.publicUrl;

it.each([
  ['https://espalier.example', 'https://espalier.example'],
  ['https://Espalier.example/', 'https://espalier.example'],
  ['https://espalier.example:443', 'https://espalier.example'],
  ['http://host:8080', 'http://host:8080'],
])('%s is the origin %s', (url, origin) => {
  expect(urlOf({ ESPALIER_SERVER_URL: url })).toBe(origin);
});

it.each(['espalier.example', 'ftp://x', 'https://x/path', 'https://x/?a', 'https://x#y', 'https://me:it@x'])(
  '%s is refused',
  (url) => {
    expect(() => urlOf({ ESPALIER_SERVER_URL: url })).toThrow(/ESPALIER_SERVER_URL/);
  },
);

it('what the stack keeps is of its own server alone', () => {
  const homeDir = mkdtempSync(join(tmpdir(), 'espalier-url-'));
  const s3 = { endpoint: 'http://x', region: 'r', bucket: 'bbb', accessKeyId: 'a', secretAccessKey: 's' };
  const local = { temporalAddress: 'x:1', temporalUiUrl: null, redisUrl: 'redis://x', s3 };
  const kept = { ...local, serverAddress: '127.0.0.1:7300', serverUrl: 'https://espalier.example' };
  writeFileSync(join(homeDir, 'endpoints.json'), JSON.stringify(kept));
  const told = (env: Record<string, string>) => urlOf({ ESPALIER_HOME: homeDir, ...env });
  expect(told({})).toBe('https://espalier.example');
  expect(told({ ESPALIER_SERVER_ADDRESS: '127.0.0.1:7300' })).toBe('https://espalier.example');
  expect(told({ ESPALIER_SERVER_ADDRESS: 'other:7300' })).toBeNull();
  expect(told({ ESPALIER_SERVER_URL: 'https://new.example' })).toBe('https://new.example');
  rmSync(homeDir, { recursive: true });
});
