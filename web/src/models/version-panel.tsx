/** Responsible for a version: where it came from, what the gates said, which data it saw. Leaves to others: its figures (compared-versions.tsx). */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import { Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import { StandingMark } from '../design/standing-badge.js';
import { Moment } from '../time/moment.js';
import { versionQuery } from './model-queries.js';
import { VersionLineage } from './version-lineage.js';
import styles from './version-panel.module.css';

interface VersionPanelProps {
  readonly name: string;
  readonly version: number;
  readonly title: string;
}

export function VersionPanel({ name, version, title }: VersionPanelProps) {
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
          <Verdicts verdicts={data.made.verdicts} />
          <Partitions partitions={data.made.partitions} />
          <VersionLineage version={data} />
        </div>
      )}
    </Panel>
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
