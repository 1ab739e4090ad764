/** Responsible for what kinds of tasks declare of their figures: whoever shows them has to know which way is better. */
import { defaultTaskKind, taskKindNames, taskKinds } from '@espalier/domain';
import { z } from 'zod';
import { answers } from '../http/answers.js';
import type { Api } from '../http/api.js';

const figureSchema = z
  .object({
    name: z.string().describe('Its field among the figures of a task.'),
    title: z.string(),
    better: z
      .union([z.enum(['higher', 'lower']), z.number()])
      .describe('Which way it is better; or the value that it is best at.'),
  })
  .meta({ id: 'FigureDeclaration' });

const axisSchema = z.object({
  title: z.string(),
  field: z.union([z.string(), z.int()]).describe('Of a point: its field, or its place in a pair.'),
});
const plotSchema = z
  .object({
    name: z.string().describe("Its field among a report's `plots` of a task."),
    title: z.string(),
    x: axisSchema,
    y: axisSchema,
    ideal: z
      .string()
      .nullable()
      .describe('Name of the line on which both are the same, where that is wanted.'),
  })
  .meta({ id: 'PlotDeclaration' });

const kindSchema = z
  .object({
    name: z.string(),
    summary: z.string(),
    figures: z.array(figureSchema),
    plots: z.array(plotSchema),
  })
  .meta({ id: 'TaskKind' });

export function taskKindRoutes(app: Api): void {
  app.route({
    method: 'GET',
    url: '/v1/task-kinds',
    config: { role: 'viewer' },
    schema: {
      operationId: 'listTaskKinds',
      summary: 'Kinds of tasks, with what their figures are called and which way they are better.',
      tags: ['runs'],
      response: answers({
        200: z.object({
          defaultKind: z.string().describe('Of figures that name no `kind`.'),
          taskKinds: z.array(kindSchema),
        }),
      }),
    },
    handler: async () => ({
      defaultKind: defaultTaskKind,
      taskKinds: taskKindNames.map((name) => {
        const { summary, metrics, plots } = taskKinds[name];
        return {
          name,
          summary,
          figures: metrics.map(({ name: of, title, better }) => ({ name: of, title, better })),
          plots: plots.map(({ name: of, title, x, y, ideal = null }) => ({
            ...{ name: of, title, ideal },
            x: { title: x.title, field: x.field },
            y: { title: y.title, field: y.field },
          })),
        };
      }),
    }),
  });
}
