/** Temporal dies: every view says what stands still, shows what does not need it, and is whole again once it is back. */
import { beforeAll, expect, test } from 'vitest';
import { SmallRuns } from './small-runs.js';

let runs: SmallRuns;
beforeAll(async () => {
  runs = await SmallRuns.onSharedStack();
});

const waitMs = 60_000;

/** Of this stack alone. */
function processOf(title: RegExp): number {
  const [found] = runs.stack.processes().filter((each) => title.test(each.title));
  expect(found, String(title)).toBeDefined();
  return found?.pid ?? Number.NaN;
}

test('the page says so, shows what is there without it, and recovers', async () => {
  await using visitor = await runs.signedIn('operator');
  const { page } = visitor;
  const { url } = runs.server;
  const unknown = await visitor.context.newPage();
  const away = page.getByRole('alert').getByText(/^Temporal is away/);
  const supervisor = processOf(/^espalier-supervisor/);
  // Who would start it again is held up, so that there is time to look.
  process.kill(supervisor, 'SIGSTOP');
  try {
    process.kill(processOf(/temporal server start-dev/), 'SIGKILL');
    await away.waitFor({ timeout: waitMs });
    await page.goto(`${url}/health`);
    const temporal = page.getByRole('listitem').filter({ hasText: 'Coordinates runs' });
    await temporal.getByText('away', { exact: true }).waitFor();
    await temporal.getByText(/^Meanwhile runs stand still/).waitFor();
    for (const other of ['Carries shards', 'Keeps what runs make'])
      await page
        .getByRole('listitem')
        .filter({ hasText: other })
        .getByText('answers', { exact: true })
        .waitFor();
    // Models lie in S3, slots in Redis.
    await page.goto(`${url}/models/browsed`);
    await page.getByText('@1 is the champion', { exact: false }).waitFor();
    await page.getByRole('region', { name: 'Figures of versions' }).waitFor();
    await page.goto(`${url}/fleet`);
    await page.getByRole('heading', { name: 'Trainers' }).waitFor();
    await unknown.goto(`${url}/runs/none-20260101-000000-aaaa`);
    await unknown
      .getByRole('main')
      .getByText(/^workflow\.temporal-unreachable/)
      .waitFor();
    await page.goto(`${url}/runs`);
    await away.waitFor();
  } finally {
    process.kill(supervisor, 'SIGCONT');
  }
  await page.getByRole('alert').first().waitFor({ state: 'detached', timeout: waitMs });
  await page.getByRole('checkbox').first().waitFor({ timeout: waitMs });
  // Also what is asked for once.
  await unknown.getByText(/^workflow\.run-not-found/).waitFor({ timeout: waitMs });
  expect(visitor.mistakes).toEqual([]);
});
