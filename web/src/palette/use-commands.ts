/** Responsible for what the palette offers: views, what there is to look at, and what whoever is signed in may do. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answered, api } from '../api/client.js';
import { beginAs, signOut, useMayOperate } from '../api/session.js';
import { modelsQuery } from '../home/home-query.js';
import type { ScheduleChange } from '../schedules/schedule-dialog.js';
import { choose, type Theme } from '../shell/preferences.js';
import { pipelinesQuery } from '../start/start-query.js';
import { viewsByLetter } from './keys.js';
import { type Command, looksLikeRun } from './matching.js';

export interface AskedSchedule {
  readonly name: string;
  readonly change: ScheduleChange;
}

interface CommandsOptions {
  /** As typed. */
  readonly text: string;
  readonly onSchedule: (asked: AskedSchedule) => void;
  readonly onShortcuts: () => void;
}

const mostSchedules = 50;
const mostRuns = 8;
const themeWords: Readonly<Record<Theme, string>> = { light: 'light', dark: 'dark', system: 'as the system' };

export function useCommands({ text, onSchedule, onShortcuts }: CommandsOptions): readonly Command[] {
  const navigate = useNavigate();
  const client = useQueryClient();
  const mayStart = useMayOperate({ isOfTeams: true });
  const mayOperate = useMayOperate({ isOfTeams: false });
  const { data: pipelines } = useQuery({ ...pipelinesQuery, retry: false });
  const { data: models } = useQuery({ ...modelsQuery, refetchInterval: false, retry: false });
  const { data: schedules } = useQuery({
    queryKey: ['schedules', 'first'],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/schedules', { params: { query: { limit: mostSchedules } }, signal })),
    enabled: mayOperate,
    retry: false,
  });
  const wanted = text.trim();
  const isRun = looksLikeRun(wanted);
  const { data: runs } = useQuery({
    queryKey: ['runs', 'found', wanted],
    queryFn: ({ signal }) => {
      const query = { find: wanted, limit: mostRuns };
      return answered(api.GET('/v1/runs', { params: { query }, signal }));
    },
    enabled: isRun,
    retry: false,
  });
  const names = pipelines?.pipelines.map(({ pipeline }) => pipeline) ?? [];
  const found = (isRun ? runs?.runs : undefined) ?? [];

  const views = Object.values(viewsByLetter).map(
    ({ to, word }): Command => ({ key: to, group: 'Go to', title: word, act: () => void navigate({ to }) }),
  );
  const ofRuns = found.map(
    ({ runId, status }): Command => ({
      ...{ key: `run ${runId}`, group: 'Runs', title: runId, also: status },
      act: () => void navigate({ to: '/runs/$runId', params: { runId } }),
    }),
  );
  const ofPipelines = names.map(
    (pipeline): Command => ({
      ...{ key: `pipeline ${pipeline}`, group: 'Pipelines', title: pipeline, also: 'pipeline' },
      act: () => void navigate({ to: '/pipelines/$pipeline', params: { pipeline } }),
    }),
  );
  const ofModels = (models?.models ?? []).map(
    ({ model }): Command => ({
      ...{ key: `model ${model}`, group: 'Models', title: model, also: 'model' },
      act: () => void navigate({ to: '/models/$model', params: { model } }),
    }),
  );
  const starts: Command[] = mayStart
    ? [
        {
          ...{ key: 'start', group: 'Do', title: 'Start a run', also: 'new trigger' },
          act: () => void navigate({ to: '/start' }),
        },
        ...names.map(
          (pipeline): Command => ({
            ...{
              key: `start ${pipeline}`,
              group: 'Do',
              title: `Start a run of ${pipeline}`,
              also: 'new trigger',
            },
            act: () => void navigate({ to: '/start', search: { pipeline } }),
          }),
        ),
      ]
    : [];
  const ofSchedules = (mayOperate ? (schedules?.schedules ?? []) : []).flatMap(
    ({ schedule: { name }, isPaused }): Command[] =>
      ([isPaused ? 'resume' : 'pause', 'run'] as const).map((change) => ({
        ...{ key: `${change} ${name}`, group: 'Do', also: 'schedule' },
        title: `${change === 'run' ? 'Run' : change === 'pause' ? 'Pause' : 'Resume'} schedule ${name}${change === 'run' ? ' now' : ''}`,
        act: () => onSchedule({ name, change }),
        asks: true,
      })),
  );
  const ofPage: Command[] = [
    ...(Object.entries(themeWords) as [Theme, string][]).map(
      ([theme, word]): Command => ({
        ...{ key: `theme ${theme}`, group: 'Do', title: `Theme: ${word}`, also: 'colours mode' },
        act: () => choose({ theme }),
      }),
    ),
    { key: 'keys', group: 'Do', title: 'Show the keys', also: 'shortcuts help', act: onShortcuts },
    {
      ...{ key: 'out', group: 'Do', title: 'Sign out', also: 'log leave' },
      act: () => void signOut().then(() => beginAs(client, null)),
    },
  ];
  return [...ofRuns, ...views, ...starts, ...ofSchedules, ...ofPipelines, ...ofModels, ...ofPage];
}
