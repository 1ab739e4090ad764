/** Responsible for a version: what its run measured, what the gates said, which data it saw. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import { Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import { StandingMark } from '../design/standing-badge.js';
import { runQuery } from '../run/run-query.js';
import { Moment } from '../time/moment.js';
import { versionQuery } from './model-queries.js';
import { VersionFigures } from './version-figures.js';
import styles from './version-panel.module.css';

interface VersionPanelProps {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  /** The version that its figures are held to; null of the champion's own. */
  readonly beside: number | null;
}

export function VersionPanel({ name, version, title, beside }: VersionPanelProps) {
  const { data, error } = useQuery(versionQuery(name, version));
  return (
    <Panel title={`${title} @${version}`} aside={data === undefined ? undefined : data.standing}>
      {error !== null && <Problem error={error} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <div className={styles.version}>
          <p className={styles.said}>
            Registered <Moment at={data.registeredAt} /> by{' '}
            <Link to="/runs/$runId" params={{ runId: data.run }}>
              {data.run}
            </Link>
          </p>
          <Stale stale={data.stale} />
          <FiguresOfRun runId={data.run} title={`${title} @${version}`} name={name} beside={beside} />
          <Verdicts verdicts={data.made.verdicts} />
          <Partitions partitions={data.made.partitions} />
        </div>
      )}
    </Panel>
  );
}

interface FiguresOfRunProps {
  readonly runId: string;
  readonly title: string;
  readonly name: string;
  readonly beside: number | null;
}

function FiguresOfRun({ runId, title, name, beside }: FiguresOfRunProps) {
  const { data, error } = useQuery(runQuery(runId));
  const other = useQuery({ ...versionQuery(name, beside ?? 0), enabled: beside !== null });
  const otherRun = useQuery({ ...runQuery(other.data?.run ?? ''), enabled: other.data !== undefined });
  if (error !== null) return <Problem error={error} />;
  const metrics = data?.run.report?.metrics;
  if (metrics === undefined) return data === undefined ? <Loading lines={2} /> : null;
  return (
    <VersionFigures title={title} metrics={metrics} champion={otherRun.data?.run.report?.metrics ?? null} />
  );
}

function Stale({ stale }: Pick<Schemas['ModelVersion'], 'stale'>) {
  if (stale.length === 0) return null;
  return (
    <p className={styles.stale}>
      Written anew since it saw them: {stale.map(({ label }) => label).join(', ')}.
    </p>
  );
}

function Verdicts({ verdicts }: { readonly verdicts: Schemas['ModelVersion']['made']['verdicts'] }) {
  if (verdicts.length === 0) return <p className={styles.said}>No gate was asked.</p>;
  return (
    <ul className={styles.verdicts}>
      {verdicts.map(({ gate, passed, because }) => (
        <li key={`${gate} ${because}`}>
          <StandingMark name={passed ? 'succeeded' : 'failed'} />
          <span>
            <strong>{gate}</strong> {passed ? 'passed' : 'failed'}: {because}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Partitions({ partitions }: { readonly partitions: Schemas['ModelVersion']['made']['partitions'] }) {
  if (partitions.length === 0) return null;
  const splits = [...new Set(partitions.map(({ split }) => split))];
  return (
    <p className={styles.said}>
      {splits
        .map((split) => {
          const labels = partitions.filter((each) => each.split === split).map(({ label }) => label);
          return `${split}: ${labels.length > 2 ? `${labels[0]} … ${labels.at(-1)}` : labels.join(', ')}`;
        })
        .join('; ')}
    </p>
  );
}
