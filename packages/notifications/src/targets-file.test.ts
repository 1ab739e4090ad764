import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Notification } from '@espalier/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWanted, readTargets, type Target } from './targets-file.js';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'espalier-targets-'));
});
afterAll(() => rm(dir, { recursive: true }));

const secret = `whsec_${'A'.repeat(32)}`;

async function read(text: string, mode = 0o600): Promise<readonly Target[]> {
  const path = join(dir, 'notify.yaml');
  await writeFile(path, text);
  await chmod(path, mode);
  return readTargets(path);
}

describe('whom notifications go to', () => {
  it('is nobody without a file', async () => {
    expect(await readTargets(join(dir, 'none.yaml'))).toEqual([]);
  });

  it('stands in a file', async () => {
    const text = `targets:
      - { name: oncall, kind: webhook, url: https://alerts.example.com/espalier, secret: ${secret}, events: [run.failed] }
      - { name: team, kind: slack, url: "http://127.0.0.1:9/x", pipelines: [feed] }`;
    expect((await read(text)).map(({ name, kind }) => [name, kind])).toEqual([
      ['oncall', 'webhook'],
      ['team', 'slack'],
    ]);
  });

  it.each<[string, string, number?]>([
    ['others may read it', 'targets: []', 0o640],
    ['no YAML', `targets: [{ secret: ${secret}`],
    ['https', `targets: [{ name: a, kind: slack, url: "http://hooks.example.com/services/${secret}" }]`],
    ['password', `targets: [{ name: a, kind: slack, url: "https://user:${secret}@hooks.example.com/" }]`],
    ['whsec_', 'targets: [{ name: a, kind: webhook, url: "https://a.example.com", secret: short }]'],
    [
      'one name',
      'targets: [{ name: a, kind: slack, url: "https://a.b" }, { name: a, kind: slack, url: "https://a.b" }]',
    ],
    ['a key that is none', `targets: [{ name: a, kind: slack, url: "https://a.b", "secret:${secret}": 1 }]`],
    ['expected https', `targets: [{ name: a, kind: slack, url: "hooks.example.com/${secret}" }]`],
    ['events', 'targets: [{ name: a, kind: slack, url: "https://a.b", events: [run.faild] }]'],
  ])('is refused: %s', async (why, text, mode) => {
    const refused = read(text, mode);
    await expect(refused).rejects.toMatchObject({ code: 'notifications.invalid-targets' });
    await expect(refused).rejects.toThrow(why);
    // What the file says is secret.
    await expect(refused).rejects.not.toThrow(secret);
  });
});

it.each<[boolean, Partial<Target>, Partial<Notification>]>([
  [true, {}, {}],
  [true, { events: ['run.failed'] }, {}],
  [false, { events: ['model.gated'] }, {}],
  [true, { events: ['model.gated'] }, { type: 'test' }],
  [true, { pipelines: ['feed'] }, {}],
  [false, { pipelines: ['other'] }, {}],
  [false, { models: ['feed'] }, {}],
  [true, { models: ['feed'], pipelines: ['other'] }, { model: 'feed' }],
])('is wanted (%s) by %j: %j', (expected, rest, given) => {
  const target: Target = { name: 'a', kind: 'slack', url: 'https://a.b', ...(rest as object) };
  const notification: Notification = {
    ...{ id: 'run/feed-1/failed', type: 'run.failed', at: '2026-11-28T12:00:00.000Z' },
    ...{ pipeline: 'feed', model: null, runId: 'feed-1', title: 'feed failed', text: 'why' },
    ...given,
  };
  expect(isWanted(target, notification)).toBe(expected);
});
