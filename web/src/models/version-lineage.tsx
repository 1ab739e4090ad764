/** Responsible for what a version was made of, each part with where it leads: partitions, settings, what each stage made, checkpoints. */
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import styles from './version-panel.module.css';

type Version = Schemas['ModelVersion'];

const shownOfDigest = 19;
/** As a run goes through them; others come after. */
const order = ['plan', 'extract', 'watch', 'check', 'fit-encoder', 'encode', 'train', 'evaluate'];

function stagesOf(manifests: Version['made']['manifests']) {
  const placeOf = (stage: string) => (order.includes(stage) ? order.indexOf(stage) : order.length);
  return Object.entries(manifests).sort(([one], [other]) => placeOf(one) - placeOf(other));
}

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
        {stagesOf(made.manifests).map(([stage, { digest }]) => (
          <Row key={stage} name={stage}>
            <Digest digest={digest} />, in{' '}
            <Link to="/runs/$runId" params={{ runId: run }} search={{ stage }}>
              its run
            </Link>
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
