/** A run as its page tells it: from the start to the end, over a connection that breaks, with a rank that is killed. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { Cable } from './cable.js';
import { brokenTraining, longTraining, SmallRuns, shortTraining } from './small-runs.js';

let runs: SmallRuns;

beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
});

const waitMs = 60_000;

const standing = (page: Page, name: string) =>
  page.locator(`main header:has(h1) [data-standing="${name}"]`).waitFor({ timeout: waitMs });

const stages = async (page: Page) =>
  (await page.locator('main ol').first().getByRole('link').allInnerTexts()).map(
    (text) => text.split('\n')[0] ?? '',
  );

async function toldStages(runId: string): Promise<string[]> {
  const { json } = await runs.server.ask('GET', `/v1/runs/${runId}`);
  return json.stages.map(({ id, name }: { id?: string; name: string }) => id ?? name);
}

test('one that is started is watched to its end, live', async () => {
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  const runId = await runs.start(visitor, shortTraining);
  await page.goto(`${runs.server.url}/runs/${runId}`);
  await standing(page, 'running');
  await page.getByText('live', { exact: true }).waitFor();
  await standing(page, 'succeeded');
  // Its report is asked for by the page itself, once the events end.
  await page.getByRole('heading', { name: 'Held-out rows' }).waitFor();
  await page.getByRole('figure', { name: /Loss on the early-stop rows/ }).waitFor();
  expect(await stages(page)).toEqual(await toldStages(runId));
  expect(visitor.mistakes).toEqual([]);
});

test('what it shows first is asked once each, before the page itself has come', async () => {
  await using visitor = await runs.signedIn('viewer');
  const { page } = visitor;
  const [{ runId }] = (await runs.server.ask('GET', '/v1/runs')).json.runs;
  const first = ['/v1/session', `/v1/runs/${runId}`, `/v1/runs/${runId}/curves?points=1000`];
  const firstAsked = async () => {
    const asked: string[] = [];
    const hear = (request: { url(): string }) => asked.push(request.url().slice(runs.server.url.length));
    page.on('request', hear);
    await page.goto(`${runs.server.url}/runs/${runId}`);
    await page.locator('main header h1').waitFor();
    page.off('request', hear);
    return asked.filter((path) => first.includes(path));
  };
  // Where this machine is busy for seconds they are old by then, and asked again.
  await expect.poll(firstAsked, { timeout: waitMs }).toEqual(first);
  expect(visitor.mistakes).toEqual([]);
});

test('its events are cut off: the page says so, and catches up, with nothing lost or told twice', async () => {
  await using cable = await Cable.to(runs.server.url);
  await using visitor = await runs.signedIn('operator', cable.origin);
  const { page } = visitor;
  const resumedFrom: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/events')) resumedFrom.push(request.headers()['last-event-id']);
  });
  const disturbed = await runs.start(visitor, longTraining);
  await page.goto(`${cable.origin}/runs/${disturbed}`);
  await page.locator('[data-standing="running"]', { hasText: 'running' }).first().waitFor();
  await page.getByText('live', { exact: true }).waitFor();
  await expect.poll(() => cable.eventIds.flat().length, { timeout: waitMs }).toBeGreaterThan(1);
  await page.getByRole('link', { name: /^train/ }).waitFor({ timeout: waitMs });
  cable.cut();
  await page.getByText(/events are cut off since/).waitFor();
  await page.getByText(/^espalier-server does not answer: what you see may be old/).waitFor();
  // What was there stays, also where a part of the view could not be loaded any more.
  expect(await stages(page)).toEqual(await toldStages(disturbed));
  cable.mend();
  await page.getByText('live', { exact: true }).waitFor({ timeout: waitMs });
  await page.getByText(/events are cut off since/).waitFor({ state: 'detached' });
  await page.getByRole('alert').first().waitFor({ state: 'detached' });
  await expect.poll(() => cable.eventIds.length, { timeout: waitMs }).toBeGreaterThan(1);
  const seen = cable.eventIds;
  const ids = seen.flat();
  expect(ids).toEqual([...new Set(ids)]);
  // It comes back with the last event that it was told.
  expect(resumedFrom.at(0)).toBeUndefined();
  expect(resumedFrom.at(-1)).toBe(seen.at(0)?.at(-1));
});

test('a rank of it is killed: failure and recovery appear, and it goes on to its end', async () => {
  await using starter = await runs.signedIn('operator');
  await using visitor = await runs.signedIn('viewer');
  const { page } = visitor;
  const disturbed = await runs.start(starter, brokenTraining);
  await page.goto(`${runs.server.url}/runs/${disturbed}?stage=train`);
  await page
    .getByRole('region', { name: 'Ranks' })
    .getByText(/\d+ \/ \d+/)
    .first()
    .waitFor({ timeout: waitMs });
  const [rank] = runs.stack.processes().filter(({ title }) => title === 'espalier-rank');
  process.kill(rank?.pid ?? Number.NaN, 'SIGKILL');
  await standing(page, 'retrying');
  await page
    .getByText(/rank.* (ended|killed|died|SIGKILL)/i)
    .first()
    .waitFor();
  await page.getByText('attempt 2').first().waitFor();
  await standing(page, 'succeeded');
  await page.getByRole('heading', { name: 'Held-out rows' }).waitFor();
  expect(await stages(page)).toEqual(await toldStages(disturbed));
  expect(visitor.mistakes).toEqual([]);
});
