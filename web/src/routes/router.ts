/**
 * Responsible for which address shows which view, and what may stand in it. Each view's code is loaded when it is first shown, and what it asks
 * first is asked meanwhile; nothing is asked for a link that is only pointed at.
 */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { comparedQuery } from '../compare/compared-query.js';
import { modelsQuery, notificationsQuery } from '../home/home-query.js';
import { askForRun } from '../run/ask-for-run.js';
import { firstRunsQuery } from '../runs/runs-query.js';
import { Shell } from '../shell/shell.js';
import { compareSearch } from './compare-search.js';
import { Home } from './home.js';
import { modelSearch } from './model-search.js';
import { NoView, ViewFailed } from './no-view.js';
import { pipelineSearch } from './pipeline-search.js';
import { runSearch } from './run-search.js';
import { runsSearch } from './runs-search.js';
import { startSearch } from './start-search.js';

interface Context {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Shell, notFoundComponent: NoView });
const getParentRoute = () => root;

const home = createRoute({
  getParentRoute,
  path: '/',
  loader: ({ context: { client }, cause }) => {
    if (cause !== 'enter') return;
    void client.prefetchQuery(firstRunsQuery({}));
    void client.prefetchQuery(modelsQuery);
    void client.prefetchQuery(notificationsQuery);
  },
  component: lazyRouteComponent(() => import('../home/home-page.js'), 'HomePage'),
});
const signIn = createRoute({ getParentRoute, path: '/sign-in', component: Home });
const runs = createRoute({
  getParentRoute,
  path: '/runs',
  validateSearch: runsSearch,
  loaderDeps: ({ search: { bulk: _, ...search } }) => search,
  loader: ({ context: { client }, cause, deps }) => {
    if (cause === 'enter') void client.prefetchQuery(firstRunsQuery(deps));
  },
  component: lazyRouteComponent(() => import('../runs/runs-page.js'), 'RunsPage'),
});
const run = createRoute({
  getParentRoute,
  path: '/runs/$runId',
  validateSearch: runSearch,
  loader: ({ context: { client }, cause, params: { runId } }) => {
    if (cause === 'enter') askForRun(client, runId);
  },
  component: lazyRouteComponent(() => import('../run/run-page.js'), 'RunPage'),
});
const start = createRoute({
  getParentRoute,
  path: '/start',
  validateSearch: startSearch,
  component: lazyRouteComponent(() => import('../start/start-page.js'), 'StartPage'),
});
const compare = createRoute({
  getParentRoute,
  path: '/compare',
  validateSearch: compareSearch,
  loaderDeps: ({ search: { runs } }) => ({ runs }),
  loader: ({ context: { client }, cause, deps: { runs } }) => {
    if (cause === 'enter' && runs.length > 1) void client.prefetchQuery(comparedQuery(runs));
  },
  component: lazyRouteComponent(() => import('../compare/compare-page.js'), 'ComparePage'),
});
const models = createRoute({
  getParentRoute,
  path: '/models',
  component: lazyRouteComponent(() => import('../models/models-page.js'), 'ModelsPage'),
});
const model = createRoute({
  getParentRoute,
  path: '/models/$model',
  validateSearch: modelSearch,
  component: lazyRouteComponent(() => import('../models/model-page.js'), 'ModelPage'),
});
const partition = createRoute({
  getParentRoute,
  path: '/partitions/$partition',
  component: lazyRouteComponent(() => import('../models/partition-page.js'), 'PartitionPage'),
});
const pipelines = createRoute({
  getParentRoute,
  path: '/pipelines',
  component: lazyRouteComponent(() => import('../pipelines/pipelines-page.js'), 'PipelinesPage'),
});
const pipeline = createRoute({
  getParentRoute,
  path: '/pipelines/$pipeline',
  validateSearch: pipelineSearch,
  component: lazyRouteComponent(() => import('../pipelines/pipeline-page.js'), 'PipelinePage'),
});
const schedules = createRoute({
  getParentRoute,
  path: '/schedules',
  component: lazyRouteComponent(() => import('../schedules/schedules-page.js'), 'SchedulesPage'),
});
const backfills = createRoute({
  getParentRoute,
  path: '/backfills',
  component: lazyRouteComponent(() => import('../backfills/backfills-page.js'), 'BackfillsPage'),
});
const health = createRoute({
  getParentRoute,
  path: '/health',
  component: lazyRouteComponent(() => import('../health/health-page.js'), 'HealthPage'),
});
const fleet = createRoute({
  getParentRoute,
  path: '/fleet',
  component: lazyRouteComponent(() => import('../fleet/fleet-page.js'), 'FleetPage'),
});

const routeTree = root.addChildren([
  home,
  signIn,
  runs,
  run,
  start,
  compare,
  models,
  model,
  partition,
  pipelines,
  pipeline,
  schedules,
  backfills,
  fleet,
  health,
]);

export function createPageRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: ViewFailed,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
