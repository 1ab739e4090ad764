/** A viewer on every view: nothing is offered that would be refused, and what is asked for anyway is. */
import { beforeAll, expect, test } from 'vitest';
import type { Visitor } from './browser.js';
import { SmallRuns } from './small-runs.js';
import { type View, viewsOf } from './views.js';

let runs: SmallRuns;
let views: readonly View[];
beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
  views = await viewsOf(runs);
});

/** Words of buttons that change something. */
const changing = /^(Cancel|Retry|Promote|Approve|Reject|Roll back|Pause|Resume|Run now|Add|Break off|Start)/;

/** What views offer that changes something, and files that only an operator reads. */
async function offeredTo({ page }: Visitor): Promise<Record<string, readonly string[]>> {
  const offered: Record<string, readonly string[]> = {};
  for (const { name, path, shown } of views) {
    await page.goto(runs.server.url + path);
    await shown(page).waitFor();
    // Names rather than texts: what a screen reader says.
    const buttons = await page.getByRole('button', { name: changing }).allInnerTexts();
    const tabs = page.getByRole('tab', { name: 'Artifacts' });
    const files: string[] = [];
    if ((await tabs.count()) > 0) {
      await tabs.click();
      await page
        .getByRole('cell', { name: /sha256:/ })
        .first()
        .waitFor();
      files.push(...(await page.locator('a[download]').allInnerTexts()).slice(0, 1));
    }
    if (buttons.length + files.length > 0) offered[name] = [...buttons, ...files];
  }
  return offered;
}

test('a viewer is offered nothing that would be refused, where an operator is', async () => {
  await using operator = await runs.signedIn('operator');
  expect(Object.keys(await offeredTo(operator))).toEqual(
    expect.arrayContaining(['run', 'model', 'schedules']),
  );
  await using viewer = await runs.signedIn('viewer');
  await viewer.page.getByText('viewer', { exact: true }).waitFor();
  expect(await offeredTo(viewer)).toEqual({});
  expect(viewer.mistakes).toEqual([]);
});

test('what a viewer asks for anyway is refused, by name', async () => {
  await using viewer = await runs.signedIn('viewer');
  const [{ runId }] = (await runs.server.ask('GET', '/v1/runs')).json.runs;
  const reason = 'a try';
  for (const [method, path, body] of [
    ['POST', '/v1/runs', { spec: runs.spec }],
    ['POST', `/v1/runs/${runId}/cancel`, {}],
    ['POST', `/v1/runs/${runId}/retry`, { from: 'train' }],
    ['POST', `/v1/runs/${runId}/notes`, { text: 'a note' }],
    ['POST', '/v1/bulk-cancels', { filter: {}, reason, atMost: 1 }],
    ['POST', '/v1/models/browsed/promote', { version: 2, reason }],
    ['POST', '/v1/models/browsed/approve', { version: 2, reason }],
    ['POST', '/v1/models/browsed/reject', { version: 2, reason }],
    ['POST', '/v1/models/browsed/rollback', { reason }],
    ['POST', '/v1/schedules/nightly/pause', { note: reason }],
    ['POST', '/v1/schedules/nightly/resume', { note: reason }],
    ['POST', '/v1/schedules/nightly/run', undefined],
    ['DELETE', '/v1/schedules/nightly', undefined],
    ['POST', '/v1/sign-in-codes', { role: 'viewer' }],
    ['GET', '/v1/audit', undefined],
  ] as const)
    expect(await viewer.ask(method, path, body), path).toEqual({ status: 403, code: 'access.role' });
  const { json: model } = await runs.server.ask('GET', '/v1/models/browsed');
  expect(model).toMatchObject({ champion: 1, rejected: [], approved: [] });
  const { json: schedule } = await runs.server.ask('GET', '/v1/schedules/nightly');
  expect(schedule.isPaused).toBe(false);
});
