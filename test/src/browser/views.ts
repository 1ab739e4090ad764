/** Responsible for the views of the page, each with something of the shared stack in it: where it is, and what is there once it is whole. */
import type { Locator, Page } from 'playwright-core';
import { keptComparison } from './kept-comparison.js';
import type { SmallRuns } from './small-runs.js';

export interface View {
  readonly name: string;
  readonly path: string;
  readonly shown: (page: Page) => Locator;
}

const heading = (name: string) => (page: Page) => page.getByRole('heading', { name, exact: true });

/** Of whoever has signed in, after the other tests have left runs, models and a schedule. */
export async function viewsOf({ server }: SmallRuns): Promise<readonly View[]> {
  const { json } = await server.ask('GET', '/v1/runs?pipeline=leak&status=succeeded');
  const ids: string[] = json.runs.map(({ runId }: { runId: string }) => runId);
  const compared = new URLSearchParams({ runs: JSON.stringify(ids.slice(0, 2)) });
  return [
    { name: 'home', path: '/', shown: (page) => page.locator(`a[href="/runs/${ids[0]}"]`).first() },
    { name: 'runs', path: '/runs', shown: (page) => page.getByRole('checkbox').first() },
    {
      name: 'run',
      path: `/runs/${ids.at(-1)}?stage=train`,
      shown: (page) => page.getByRole('figure', { name: /^Loss/ }),
    },
    { name: 'compare', path: `/compare?${compared}`, shown: heading('Figures') },
    { name: 'variants', path: `/runs/${keptComparison}`, shown: heading('Differences from usual') },
    { name: 'models', path: '/models', shown: (page) => page.getByRole('link', { name: 'browsed' }) },
    { name: 'model', path: '/models/browsed', shown: heading('History') },
    {
      name: 'start',
      path: '/start?pipeline=leak',
      shown: (page) => page.getByText(/^@1 by |^Your role starts no runs/),
    },
    { name: 'pipelines', path: '/pipelines', shown: (page) => page.getByRole('link', { name: 'hourly' }) },
    { name: 'pipeline', path: '/pipelines/hourly', shown: heading('Its hours, by the day') },
    {
      name: 'partition',
      path: '/partitions/2026-11-20',
      shown: (page) => page.getByText('No registered version has seen it.'),
    },
    { name: 'schedules', path: '/schedules', shown: (page) => page.getByRole('row', { name: /nightly/ }) },
    { name: 'backfills', path: '/backfills', shown: (page) => page.getByText('No pipeline was filled up.') },
    { name: 'fleet', path: '/fleet', shown: heading('Trainers') },
    { name: 'health', path: '/health', shown: (page) => page.getByText('answers', { exact: true }).nth(3) },
    {
      name: 'nowhere',
      path: '/nowhere',
      shown: (page) => page.getByText('There is nothing at this address.'),
    },
  ];
}
