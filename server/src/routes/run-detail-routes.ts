/** Responsible for one run: where it stands, its pipeline, stages, learning curves, logs, and the version of a model that it made. */
import { join } from 'node:path';
import { ModelReader, type RunDetail } from '@espalier/client';
import { keptCurves, thinnedPoints } from '@espalier/client/logs';
import type { Settings } from '@espalier/settings';
import { z } from 'zod';
import { answers, plain } from '../http/answers.js';
import type { Api, Services } from '../http/api.js';
import { runVersionSchema } from '../models/model-schemas.js';
import { RunCurves } from '../runs/run-curves.js';
import { RunDetails } from '../runs/run-detail.js';
import { RunLogs } from '../runs/run-logs.js';
import {
  curvesQuery,
  curvesSchema,
  logEntrySchema,
  runId,
  runSchema,
  specSchema,
  stageSchema,
} from '../runs/run-schemas.js';

const tags = ['runs'];
const params = z.object({ runId });
const notFound = [404] as const;

export function runDetailRoutes(app: Api, { client, settings, store }: Services): void {
  const details = new RunDetails(client);
  const models = new ModelReader(store);
  const folder = join(settings.homeDir, 'logs');
  const logs = new RunLogs(folder);
  const curves = new RunCurves(folder, logs);
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showRun',
      summary: 'A run as it stands; with its report once it has ended.',
      tags,
      params,
      response: answers({ 200: runSchema }, notFound),
    },
    handler: async ({ params: { runId: id } }) => {
      const said = Promise.all([client.retries.of(id), client.annotations.read(id)]);
      // Whether there is such a run is told first.
      said.catch(() => undefined);
      const { progress, activities, report } = await details.read(id);
      const [retries, annotations] = await said;
      const temporalPage = temporalPageOf(settings.temporal, id);
      return plain<z.infer<typeof runSchema>>({
        ...{ ...progress, activities, report, retries, annotations, temporalPage },
      });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId/stages',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listStages',
      summary: "The stages of a run's graph, with attempts and why each came from the cache or not.",
      tags,
      params,
      response: answers({ 200: z.object({ runId: z.string(), stages: z.array(stageSchema) }) }, notFound),
    },
    handler: async ({ params: { runId: id } }) => {
      const { progress } = await details.read(id);
      return plain<{ runId: string; stages: z.infer<typeof stageSchema>[] }>({
        runId: id,
        stages: progress.stages,
      });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId/spec',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showSpec',
      summary: 'The pipeline that a run was started with, every default filled in.',
      tags,
      params,
      response: answers({ 200: specSchema }, notFound),
    },
    handler: async ({ params: { runId: id } }) => {
      await details.read(id);
      const recorded = (await store.getJson(`runs/${id}/spec.json`))?.value as { spec?: object } | undefined;
      return plain<z.infer<typeof specSchema>>({ runId: id, spec: recorded?.spec ?? null });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId/version',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showRunVersion',
      summary: 'The version of a model that a run has registered, and what is said of it now.',
      tags,
      params,
      response: answers({ 200: runVersionSchema }, notFound),
    },
    handler: async ({ params: { runId: id } }) => {
      await details.read(id);
      return { runId: id, registration: await models.registeredBy(id) };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId/curves',
    config: { role: 'viewer' },
    schema: {
      operationId: 'showCurves',
      summary:
        "A run's learning curves, rows a second and what its steps' time went into; while it goes, what this machine's logs tell.",
      tags,
      params,
      querystring: curvesQuery,
      response: answers({ 200: curvesSchema }, notFound),
    },
    handler: async ({ params: { runId: id }, query: { points: most } }) => {
      const { report, progress } = await details.read(id);
      const { epochLosses = [], selection = null, pace = null } = report ?? {};
      const kept = selection === null ? [] : keptCurves(selection);
      const told = () =>
        progress.status === 'running' ? curves.ofGoing(id) : curves.ofEnded(id, endOf(progress));
      const all = kept.length > 0 ? kept : await told();
      const answer =
        most === undefined
          ? { selection, measured: all }
          : {
              selection: selection === null ? null : { ...selection, curve: [] },
              measured: all.map(({ task, points }) => ({ task, points: thinnedPoints(points, most) })),
            };
      return plain<z.infer<typeof curvesSchema>>({ runId: id, epochLosses, pace, ...answer });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/runs/:runId/logs',
    config: { role: 'viewer' },
    schema: {
      operationId: 'readLogs',
      summary: "What the processes of the server's own machine said about a run; the latest lines.",
      tags,
      params,
      querystring: z.strictObject({
        stage: z.string().min(1).max(100).optional().describe('A stage, or the ID of an instance.'),
        limit: z.coerce.number().int().min(1).max(5_000).default(500),
        since: z.iso.datetime().optional().describe('Lines of that moment or later.'),
        until: z.iso.datetime().optional().describe('Lines of that moment or earlier.'),
      }),
      response: answers(
        { 200: z.object({ runId: z.string(), entries: z.array(logEntrySchema), left: z.int() }) },
        notFound,
      ),
    },
    handler: async ({ params: { runId: id }, query: { stage, limit, since, until } }) => {
      const { progress } = await details.read(id);
      const fromMs = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
      const toMs = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
      const all = (await logs.read(id, endOf(progress))).filter(
        ({ stage: of, time }) => isOf(of, stage) && time >= fromMs && time <= toMs,
      );
      const entries = all.slice(-limit);
      return { runId: id, entries, left: all.length - entries.length };
    },
  });
}

function temporalPageOf({ uiUrl, namespace }: Settings['temporal'], runId: string): string | null {
  if (uiUrl === null) return null;
  const [place, of] = [namespace, runId].map(encodeURIComponent);
  return `${uiUrl.replace(/\/+$/, '')}/namespaces/${place}/workflows/${of}`;
}

/** Of the last stage; undefined while the run goes on, and where nobody knows. */
function endOf({ status, stages }: RunDetail['progress']): number | undefined {
  const ends = stages.flatMap(({ endedAtMs }) => endedAtMs ?? []);
  return status === 'running' || ends.length === 0 ? undefined : Math.max(...ends);
}

function isOf(stage: string | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || stage === wanted || stage?.startsWith(`${wanted}.`) === true;
}
