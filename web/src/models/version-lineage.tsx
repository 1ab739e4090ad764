/** Responsible for what a version was made of, each part with where it leads: partitions, settings, what each stage made, checkpoints. */
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import styles from './version-panel.module.css';

type Version = Schemas['ModelVersion'];

const shownOfDigest = 19;
const manifestPlace = /^runs\/([^/]+)\//;

export function VersionLineage({ version }: { readonly version: Version }) {
  const { run, pipeline, made, bundle } = version;
  const splits = [...new Set(made.partitions.map(({ split }) => split))];
  return (
    <details className={styles.lineage}>
      <summary>What it was made of</summary>
      <dl>
        {splits.map((split) => (
          <Row key={split} name={`${split} partitions`}>
            <ul className={styles.partitions}>
              {made.partitions
                .filter((each) => each.split === split)
                .map(({ label }) => (
                  <li key={label}>
                    <Link to="/partitions/$partition" params={{ partition: label }}>
                      {label}
                    </Link>
                  </li>
                ))}
            </ul>
          </Row>
        ))}
        <Row name="source">
          <Digest digest={made.sourceDigest} />
        </Row>
        <Row name="pipeline">
          <Link to="/runs" search={{ pipeline }}>
            {pipeline}
          </Link>
        </Row>
        <Row name="settings">
          <Digest digest={made.spec.digest} />, as of{' '}
          <Link to="/runs/$runId" params={{ runId: run }}>
            its run
          </Link>
        </Row>
        {Object.entries(made.manifests).map(([id, { key, digest }]) => (
          <Row key={id} name={id}>
            <Digest digest={digest} /> <MadeBy place={key} stage={id} run={run} />
          </Row>
        ))}
        {Object.entries(made.checkpoints).map(([stage, { step, digest }]) => (
          <Row key={stage} name={`checkpoint of ${stage}`}>
            <Digest digest={digest} /> at step {step}
          </Row>
        ))}
        <Row name="bundle">
          <code>{bundle.uri}</code>
        </Row>
      </dl>
    </details>
  );
}

interface RowProps {
  readonly name: string;
  readonly children: React.ReactNode;
}

function Row({ name, children }: RowProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Digest({ digest }: { readonly digest: string }) {
  return <code title={digest}>{digest.slice(0, shownOfDigest)}</code>;
}

/** A result that came from the cache lies with the run that made it. */
function MadeBy({
  place,
  stage,
  run,
}: {
  readonly place: string;
  readonly stage: string;
  readonly run: string;
}) {
  const runId = manifestPlace.exec(place)?.[1];
  if (runId === undefined) return null;
  return (
    <>
      by{' '}
      <Link to="/runs/$runId" params={{ runId }} search={{ stage }}>
        {runId === run ? 'its run' : runId}
      </Link>
    </>
  );
}
