/** Responsible for what a run was started with: what differs from the run of its pipeline before it, and the whole of it. Asked for when it is opened. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { differingSettings } from '../compare/settings-compared.js';
import { Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import styles from './run-settings.module.css';
import type { Run } from './standing.js';

const unchanging = Number.POSITIVE_INFINITY;

export function RunSettings({ run }: { readonly run: Run }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel title="Settings">
      <details className={styles.details} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>What it was started with, and what differs from the run before it</summary>
        {isOpen && <Opened run={run} />}
      </details>
    </Panel>
  );
}

async function specOf(runId: string, signal: AbortSignal): Promise<object | null> {
  const { spec } = await answered(api.GET('/v1/runs/{runId}/spec', { params: { path: { runId } }, signal }));
  return spec;
}

/** The run of the pipeline before this one, where Temporal still knows one. */
async function runBefore({ runId, pipeline, stages }: Run, signal: AbortSignal): Promise<string | null> {
  const startedAtMs = Math.min(...stages.flatMap((stage) => stage.startedAtMs ?? []));
  if (!Number.isFinite(startedAtMs)) return null;
  // The run itself has started a moment before its first stage has.
  const query = { pipeline, before: new Date(startedAtMs).toISOString(), limit: 2 };
  const { runs } = await answered(api.GET('/v1/runs', { params: { query }, signal }));
  return runs.find((other) => other.runId !== runId)?.runId ?? null;
}

function Opened({ run }: { readonly run: Run }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', run.runId],
    queryFn: async ({ signal }) => {
      const [spec, before] = await Promise.all([specOf(run.runId, signal), runBefore(run, signal)]);
      return { spec, before, specBefore: before === null ? null : await specOf(before, signal) };
    },
    staleTime: unchanging,
  });
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const { spec, before, specBefore } = data;
  if (spec === null) return <p>Nobody keeps the settings of this run any more.</p>;
  return (
    <>
      <Difference {...{ spec, before, specBefore }} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={styles.whole} tabIndex={0} aria-label="All settings">
        <pre>{JSON.stringify(spec, null, 2)}</pre>
      </section>
    </>
  );
}

interface DifferenceProps {
  readonly spec: object;
  readonly before: string | null;
  readonly specBefore: object | null;
}

function Difference({ spec, before, specBefore }: DifferenceProps) {
  if (before === null) return <p>No earlier run of the pipeline is known.</p>;
  const link = (
    <Link to="/runs/$runId" params={{ runId: before }}>
      {before}
    </Link>
  );
  if (specBefore === null) return <p>Nobody keeps the settings of {link}, the run before it.</p>;
  const settings = differingSettings([specBefore, spec]);
  if (settings.length === 0) return <p>All as in {link}, the run before it.</p>;
  return (
    <>
      <p>Differs from {link}, the run before it:</p>
      <WideTable label="Settings that differ from the run before">
        <thead>
          <tr>
            <th>Setting</th>
            <th>Before</th>
            <th>This run</th>
          </tr>
        </thead>
        <tbody>
          {settings.map(({ path, values: [was, is] }) => (
            <tr key={path}>
              <th scope="row" className={table.whole}>
                {path}
              </th>
              <td className={styles.value}>{was ?? 'not set'}</td>
              <td className={styles.value}>{is ?? 'not set'}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </>
  );
}
