/** Responsible for the attempts of a stage: how long each waited and ran, what it failed with, and what was written last before that. */
import { useState } from 'react';
import { Button } from '../design/button.js';
import { Unseen } from '../design/unseen.js';
import { Lasting, Moment } from '../time/moment.js';
import styles from './stage-attempts.module.css';
import { leastWaitMs } from './stage-bars.js';
import { StageLog } from './stage-log.js';
import type { Stage } from './standing.js';

type Attempt = NonNullable<Stage['attempts']>[number];

const tailLines = 20;

/** Nothing where a stage's only attempt is all that there is to tell. */
export function StageAttempts({ runId, stage, id }: { runId: string; stage: Stage; id: string }) {
  const { attempts = [] } = stage;
  const tells =
    attempts.length > 1 || attempts.some(({ failure, begunAtMs }) => failure !== null || begunAtMs === null);
  if (!tells) return null;
  const left = stage.attempt - attempts.length;
  return (
    <section className={styles.attempts} aria-label={`Attempts of ${id}`}>
      <h3>Attempts</h3>
      {left > 0 && <p className={styles.left}>{left} between the first and these are not kept.</p>}
      <ol>
        {attempts.toReversed().map((attempt) => (
          <AttemptRow key={attempt.attempt} {...{ attempt, stage, runId, id }} />
        ))}
      </ol>
    </section>
  );
}

interface AttemptRowProps {
  readonly attempt: Attempt;
  readonly stage: Stage;
  readonly runId: string;
  readonly id: string;
}

function AttemptRow({ attempt: told, stage, runId, id }: AttemptRowProps) {
  const { attempt, askedAtMs, begunAtMs, failure } = told;
  // One that was cut off has ended with its stage.
  const endedAtMs = told.endedAtMs ?? stage.endedAtMs;
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={failure === null ? styles.attempt : `${styles.attempt} ${styles.failed}`}>
      <p className={styles.times}>
        <strong>{attempt}</strong>
        {begunAtMs === null ? (
          <span>
            {endedAtMs === null ? 'waits' : 'waited'} for slots for{' '}
            <Lasting startMs={askedAtMs} endMs={endedAtMs} />
          </span>
        ) : (
          <>
            <span>
              {endedAtMs === null ? 'runs for' : 'ran for'} <Lasting startMs={begunAtMs} endMs={endedAtMs} />
            </span>
            {begunAtMs - askedAtMs >= leastWaitMs && (
              <span>
                after waiting for slots for <Lasting startMs={askedAtMs} endMs={begunAtMs} />
              </span>
            )}
          </>
        )}
        <span>
          from <Moment at={begunAtMs ?? askedAtMs} />
        </span>
      </p>
      {failure !== null && (
        <p className={styles.cause}>
          {failure.message} <code>{failure.code}</code>
        </p>
      )}
      {failure !== null && endedAtMs !== null && (
        <>
          <p>
            <Button onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
              {isOpen ? 'Hide its last lines' : 'Show its last lines'}
              <Unseen> of attempt {attempt}</Unseen>
            </Button>
          </p>
          {isOpen && (
            <StageLog
              {...{ runId, stage: id, isGoing: false, lines: tailLines }}
              span={{ fromMs: askedAtMs, toMs: endedAtMs }}
            />
          )}
        </>
      )}
    </li>
  );
}
