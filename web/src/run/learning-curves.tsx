/** Responsible for the learning curves of a run's tasks, and for how fast its network was trained. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Schemas } from '../api/client.js';
import { Choice } from '../design/choice.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import { CurveChart, type NamedCurve } from './curve-chart.js';
import { curvesQuery } from './curves-query.js';
import type { Run } from './standing.js';
import { StepTimes } from './step-times.js';

type Rows = 'early-stop' | 'training';

export default function LearningCurves({ run }: { readonly run: Run }) {
  const isGoing = run.status === 'running';
  const [rows, setRows] = useState<Rows>('early-stop');
  const { data, error } = useQuery(curvesQuery(run.runId, isGoing));
  const curves = useMemo(
    () => (data === undefined ? [] : rows === 'early-stop' ? measured(data) : trained(data)),
    [data, rows],
  );
  return (
    <Panel
      title="Learning curves"
      aside={
        <Choice
          legend="Rows"
          options={['early-stop', 'training'] satisfies Rows[]}
          chosen={rows}
          onChoose={setRows}
          textOf={(each) => `${each} rows`}
        />
      }
    >
      {error !== null && <Problem error={error} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && curves.length === 0 && (
        <Empty title={isGoing ? 'Nothing is measured yet.' : 'Nothing was measured.'} />
      )}
      {curves.length > 0 && (
        <CurveChart curves={curves} label={`Loss on the ${rows} rows, from its first value`} />
      )}
      {data?.pace != null && <StepTimes pace={data.pace} runId={run.runId} />}
    </Panel>
  );
}

function measured({ measured: tasks }: Schemas['Curves']): NamedCurve[] {
  return tasks.filter(({ points }) => points.length > 0).map(({ task, points }) => ({ name: task, points }));
}

function trained({ pace }: Schemas['Curves']): NamedCurve[] {
  const points = pace?.points ?? [];
  const tasks = [...new Set(points.flatMap(({ losses }) => Object.keys(losses)))];
  return tasks.map((task) => ({
    name: task,
    points: points.flatMap(({ step, losses }) => {
      const value = losses[task];
      return value === undefined ? [] : [{ step, value }];
    }),
  }));
}
