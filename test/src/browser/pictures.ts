/** Responsible for what pictures of the page show: days of a made feed that a backfill ran, a model of them with a champion and a challenger, a schedule, and census runs. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunReport } from '@espalier/domain';
import { expect } from 'vitest';
import { workspaceDir } from '../e2e/espalier-command.js';
import { censusSpec, type OwnStack } from '../e2e/own-stack.js';
import type { ServerCaller } from '../e2e/server-caller.js';
import type { View } from './views.js';

export type Picture = View;

export interface Stock {
  readonly census: string;
  readonly wider: string;
}

const smaller = ['encoder.trees=30', 'training.epochs=2'];

/** Some minutes of work on two cores. */
export async function stockForPictures(stack: OwnStack, server: ServerCaller): Promise<Stock> {
  const feed = join(stack.dir, 'feed');
  await stack.json('generate', 'feed', '--out', join(feed, 'data'), '--members', '1500', '--days', '15');
  const example = await readFile(join(workspaceDir, 'examples/feed/pipeline.yaml'), 'utf8');
  const spec = example
    .replace('trees: 200', 'trees: 20')
    .replace('batchSize: 1024 }', 'batchSize: 1024, epochs: 1 }')
    .replace(
      'publish: { model: feed, watch: {} }',
      'publish: { model: feed, watch: {}, gates: [{ figure: auc, atLeast: 0.55 }, { figure: auc, against: champion, atLeast: -0.005 }] }',
    );
  const path = join(feed, 'pipeline.yaml');
  await writeFile(path, spec);
  await stack.json('pipeline', 'apply', path, '--reason', 'clicks, long dwells and likes');
  await stack.json('pipeline', 'run', 'feed', '--for', '2026-01-13', '--wait');
  await stack.json('model', 'promote', 'feed', '--reason', 'the first model of the feed');
  const range = ['--from', '2026-01-14', '--to', '2026-01-14', '--reason', 'the days since'];
  await stack.json('backfill', 'create', 'feed', ...range, '--wait');
  await stack.json(
    ...['schedule', 'create', 'nightly', '--pipeline', 'feed', '--cron', '0 6 * * *'],
    ...['--timezone', 'Europe/Berlin', '--note', 'every morning, for the day before'],
  );
  await stack.json(
    'schedule',
    'create',
    'hourly',
    '--pipeline',
    'feed',
    '--every',
    '6h',
    '--note',
    'a trial',
  );
  await server.ask('POST', '/v1/schedules/hourly/pause', { note: 'the log is being mended' });
  const census = await run(stack, 'publish.model=census');
  const wider = await run(stack, 'publish.model=census', 'encoder.trees=120', 'model.hidden=[128]');
  await stack.json('model', 'promote', 'census@1', '--reason', 'as good as its trees');
  await server.ask('PATCH', `/v1/runs/${wider}/tags`, { set: { owner: 'ranking', why: 'wider' } });
  await server.ask('POST', `/v1/runs/${wider}/notes`, { text: 'Twice as wide; no better on rare tasks.' });
  return { census, wider };
}

async function run(stack: OwnStack, ...sets: readonly string[]): Promise<string> {
  const set = [...smaller, ...sets].flatMap((each) => ['--set', each]);
  const { runId, status } = await stack.json<RunReport>('run', censusSpec, ...set, '--wait');
  expect(status).toBe('succeeded');
  return runId;
}

const heading = (name: string) => (page: Parameters<View['shown']>[0]) =>
  page.getByRole('heading', { name, exact: true });

export async function picturesOf({ census, wider }: Stock): Promise<readonly Picture[]> {
  const compared = new URLSearchParams({ runs: JSON.stringify([census, wider]) });
  return [
    { name: 'home', path: '/', shown: (page) => page.locator(`a[href="/runs/${census}"]`).first() },
    { name: 'runs', path: '/runs', shown: (page) => page.getByRole('checkbox').first() },
    {
      name: 'run',
      path: `/runs/${wider}?stage=train`,
      shown: (page) => page.getByRole('figure', { name: /^Loss/ }),
    },
    {
      name: 'compare',
      path: `/compare?${compared}`,
      shown: (page) => page.getByRole('figure', { name: /loss on the early-stop rows/ }),
    },
    { name: 'models', path: '/models', shown: (page) => page.getByRole('link', { name: 'feed' }) },
    { name: 'model', path: '/models/feed', shown: heading('History') },
    { name: 'start', path: '/start?pipeline=feed', shown: (page) => page.getByText(/^@1 by /) },
    {
      name: 'pipelines',
      path: '/pipelines',
      shown: (page) => page.getByRole('link', { name: 'feed' }).first(),
    },
    {
      name: 'pipeline',
      path: '/pipelines/feed?until=2026-01-18',
      shown: (page) => page.getByRole('link', { name: /2026-01-14/ }).first(),
    },
    { name: 'schedules', path: '/schedules', shown: (page) => page.getByRole('row', { name: /nightly/ }) },
    {
      name: 'backfills',
      path: '/backfills',
      shown: (page) => page.getByRole('heading', { name: /^feed@1/ }),
    },
    { name: 'fleet', path: '/fleet', shown: heading('Trainers') },
    { name: 'health', path: '/health', shown: (page) => page.getByText('answers', { exact: true }).nth(3) },
  ];
}
