/** Every view and dialog, light and dark, as axe judges it: nothing serious, nothing critical. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { Visitor } from './browser.js';
import { SmallRuns } from './small-runs.js';
import { viewsOf } from './views.js';

let runs: SmallRuns;
let axe = '';
beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
  axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
});

/** What it finds of what counts, as `view theme: rule of element`. The debugger evaluates it: the page's own policy lets no other script in. */
async function found(page: Page, view: string): Promise<string[]> {
  const all: string[] = [];
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme="${colorScheme}"]`).waitFor();
    const { violations } = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as AxeResults;
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      for (const { html, failureSummary } of nodes)
        all.push(`${view} ${colorScheme}: ${id} of ${html.slice(0, 200)}\n${failureSummary}`);
    }
  }
  return all;
}

test('every view', async () => {
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  const all: string[] = [];
  for (const { name, path, shown } of await viewsOf(runs)) {
    await page.goto(runs.server.url + path);
    await shown(page).waitFor();
    all.push(...(await found(page, name)));
  }
  expect(all).toEqual([]);
});

test('signing in, dialogs, what pops up, and a view that can not be shown', async () => {
  await using stranger = await Visitor.arrive();
  await stranger.page.goto(runs.server.url);
  await stranger.page.getByRole('textbox', { name: 'Token' }).waitFor();
  const all = await found(stranger.page, 'sign-in');
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  const { server } = runs;
  const popping: readonly (readonly [string, string, string])[] = [
    ['/models/browsed', 'Promote @3', 'dialog of a promotion'],
    ['/schedules', 'Pause', 'dialog of a pause'],
    ['/runs', 'operator', 'menu of the person'],
  ];
  for (const [path, button, name] of popping) {
    await page.goto(server.url + path);
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('dialog').waitFor();
    all.push(...(await found(page, name)));
  }
  await page.goto(`${server.url}/runs/none-20260101-000000-aaaa`);
  await page.getByRole('alert').waitFor();
  all.push(...(await found(page, 'a run that is none')));
  expect(all).toEqual([]);
});
