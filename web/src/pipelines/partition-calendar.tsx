/** Responsible for the partitions of a pipeline as a calendar: how each day stands, what of an hourly day, and the way to the run. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { askAgain } from '../api/ask-again.js';
import { answered, api } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { Button } from '../design/button.js';
import { Loading, Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import { usePreferences } from '../shell/preferences.js';
import { bothTexts } from '../time/time-zone.js';
import {
  type CalendarDay,
  countsOf,
  dayText,
  type Partition,
  type PartitionState,
  weeksOf,
  windowAfter,
  windowBefore,
} from './calendar-days.js';
import styles from './partition-calendar.module.css';
import { RunAgain } from './run-again.js';

const everyMs = 30_000;
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const stateWords: Readonly<Record<PartitionState, { word: string; mark: string }>> = {
  failed: { word: 'failed', mark: '×' },
  late: { word: 'late', mark: '!' },
  stale: { word: 'written anew since', mark: '↻' },
  missing: { word: 'not run yet', mark: '·' },
  running: { word: 'running', mark: '▸' },
  done: { word: 'done', mark: '✓' },
  absent: { word: 'not there', mark: '' },
};

interface PartitionCalendarProps {
  readonly pipeline: string;
  /** The last partition of the window; undefined for the present. */
  readonly until: string | undefined;
}

export function PartitionCalendar({ pipeline, until }: PartitionCalendarProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['pipeline', pipeline, 'partitions', until ?? null],
    queryFn: ({ signal }) => {
      const params = { path: { name: pipeline }, query: until === undefined ? {} : { until } };
      return answered(api.GET('/v1/pipelines/{name}/partitions', { params, signal }));
    },
    refetchInterval: askAgain(until === undefined && everyMs),
    placeholderData: keepPreviousData,
  });
  const [opened, setOpened] = useState<string | null>(null);
  const partitions = data?.partitions ?? [];
  const weeks = weeksOf(partitions);
  const first = partitions[0]?.label.slice(0, 10);
  const day = weeks.flat().find((each) => each?.day === opened) ?? null;
  const isHourly = data?.every === '1h';
  return (
    <Panel
      title={isHourly ? 'Its hours, by the day' : 'Its days'}
      aside={data === undefined ? undefined : `by the clocks of ${data.timezone}`}
    >
      <div className={styles.calendar}>
        {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Loading lines={8} />}
        {data !== undefined && (
          <>
            <Windows pipeline={pipeline} partitions={partitions} isPast={until !== undefined} />
            <table className={styles.weeks}>
              <thead>
                <tr>
                  {weekdays.map((weekday) => (
                    <th key={weekday}>{weekday}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {weeks.map((week) => (
                  <tr key={week.find((each) => each !== null)?.day}>
                    {week.map((each, place) => (
                      <td key={weekdays[place]}>
                        {each !== null && isHourly && (
                          <HourlyDay
                            day={each}
                            text={dayText(each.day, each.day === first)}
                            isOpen={each.day === opened}
                            onOpen={() => setOpened(each.day === opened ? null : each.day)}
                          />
                        )}
                        {each?.partitions[0] !== undefined && !isHourly && (
                          <Cell
                            pipeline={pipeline}
                            partition={each.partitions[0]}
                            text={dayText(each.day, each.day === first)}
                          />
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
            {isHourly && day !== null && (
              <section className={styles.hours} aria-label={`Hours of ${day.day}`}>
                {day.partitions.map((partition) => (
                  <Cell
                    key={partition.label}
                    pipeline={pipeline}
                    partition={partition}
                    text={partition.label.slice(11)}
                  />
                ))}
              </section>
            )}
            {data.sourceProblem !== null && (
              <p className={styles.hint}>
                The source was not looked at, so that nothing is told to be written anew or not run yet:{' '}
                {data.sourceProblem}
              </p>
            )}
            <RunAgain pipeline={pipeline} partitions={partitions} />
          </>
        )}
      </div>
    </Panel>
  );
}

function Windows({
  pipeline,
  partitions,
  isPast,
}: {
  readonly pipeline: string;
  readonly partitions: readonly Partition[];
  readonly isPast: boolean;
}) {
  const labels = partitions.map(({ label }) => label);
  const before = windowBefore(labels);
  const after = windowAfter(labels, Date.now());
  const params = { pipeline };
  return (
    <div className={styles.head}>
      <ul className={styles.legend}>
        {[...countsOf(partitions)].map(([state, count]) => (
          <li key={state}>
            <span className={`${styles.swatch} ${styles[state]}`} aria-hidden="true">
              {stateWords[state].mark}
            </span>
            {count} {stateWords[state].word}
          </li>
        ))}
      </ul>
      <nav className={styles.windows} aria-label="Other times">
        {before !== null && (
          <Link to="/pipelines/$pipeline" params={params} search={{ until: before }}>
            Earlier
          </Link>
        )}
        {isPast && (
          <Link to="/pipelines/$pipeline" params={params} search={after === null ? {} : { until: after }}>
            Later
          </Link>
        )}
        {isPast && (
          <Link to="/pipelines/$pipeline" params={params} search={{}}>
            Now
          </Link>
        )}
      </nav>
    </div>
  );
}

/** A day of hours, shaded by how many of them stand how. */
function HourlyDay({
  day: { day, partitions },
  text,
  isOpen,
  onOpen,
}: {
  readonly day: CalendarDay;
  readonly text: string;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) {
  const counts = [...countsOf(partitions)];
  const told = counts.map(([state, count]) => `${count} ${stateWords[state].word}`).join(', ');
  return (
    <Button
      className={styles.day}
      aria-expanded={isOpen}
      aria-label={`${text}, ${day}: ${told}`}
      title={`${day}: ${told}`}
      onClick={onOpen}
    >
      <span className={styles.number}>{text}</span>
      <span className={styles.shares} aria-hidden="true">
        {counts.map(([state, count]) => (
          <span key={state} className={styles[state]} style={{ flexGrow: count }} />
        ))}
      </span>
    </Button>
  );
}

interface CellProps {
  readonly pipeline: string;
  readonly partition: Partition;
  readonly text: string;
}

function Cell({ pipeline, partition, text }: CellProps) {
  const { label, state, runId } = partition;
  const mayStart = useMayOperate({ isOfTeams: true });
  const told = useTold(partition);
  const { mark } = stateWords[state];
  const shown = (
    <>
      {text}
      {mark !== '' && (
        <span className={styles.mark} aria-hidden="true">
          {mark}
        </span>
      )}
    </>
  );
  const look = {
    className: `${styles.cell} ${styles[state]}`,
    title: told,
    'aria-label': `${text}, ${told}`,
  };
  if (runId !== null) {
    return (
      <Link to="/runs/$runId" params={{ runId }} {...look}>
        {shown}
      </Link>
    );
  }
  if (mayStart && (state === 'missing' || state === 'late')) {
    return (
      <Link to="/start" search={{ pipeline, for: label }} {...look}>
        {shown}
      </Link>
    );
  }
  return (
    <span role="img" {...look}>
      {shown}
    </span>
  );
}

/** When and what, for whoever hovers or listens. */
function useTold({ label, state, runId, version, endedAtMs, dueMs, startMs, endMs }: Partition): string {
  const { timeZone } = usePreferences();
  const at = (moment: number) => bothTexts(moment, timeZone);
  return [
    `${label}: ${stateWords[state].word}`,
    ...(runId === null ? [] : [`${runId}${version === null ? '' : `, of version ${version}`}`]),
    ...(endedAtMs === null ? [] : [`ended ${at(endedAtMs)}`]),
    ...(dueMs === null ? [] : [`due ${at(dueMs)}`]),
    `from ${at(startMs)} to ${at(endMs)}`,
  ].join('\n');
}
