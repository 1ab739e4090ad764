/** Responsible for the latest lines that processes wrote about a stage. */
import { useQuery } from '@tanstack/react-query';
import { askAgain } from '../api/ask-again.js';
import { answered, api, type Schemas } from '../api/client.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { usePreferences } from '../shell/preferences.js';
import { clockText, exactText } from '../time/time-zone.js';
import styles from './stage-log.module.css';

interface StageLogProps {
  readonly runId: string;
  readonly stage: string;
  readonly isGoing: boolean;
  /** The latest of which so many are shown (default 100). */
  readonly lines?: number;
  /** What was written then, and no more (default: all). */
  readonly span?: { readonly fromMs: number; readonly toMs: number };
}

const everyMs = 5_000;
const latestLines = 100;
const warning = 40;
const failure = 50;
/** Said elsewhere on the page, or of no use to whoever reads. */
const leftOut = new Set(['time', 'level', 'msg', 'runId', 'stage', 'pid', 'hostname', 'err', 'process']);

export function StageLog({ runId, stage, isGoing, lines = latestLines, span }: StageLogProps) {
  const { timeZone } = usePreferences();
  const { data, error } = useQuery({
    queryKey: ['log', runId, stage, lines, span],
    queryFn: ({ signal }) => {
      const query = { stage, limit: lines, ...(span === undefined ? {} : queryOf(span)) };
      const params = { path: { runId }, query };
      return answered(api.GET('/v1/runs/{runId}/logs', { params, signal }));
    },
    refetchInterval: askAgain(isGoing && everyMs),
  });
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return <Loading />;
  if (data.entries.length === 0) {
    return (
      <Empty title="No lines.">
        <p>The server reads the logs of its own machine, as long as they are kept.</p>
      </Empty>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`Log of ${stage}`}>
      {data.left > 0 && (
        <p className={styles.left}>
          {data.left.toLocaleString('en')} earlier lines: espalier logs {runId}
        </p>
      )}
      <ol className={styles.lines}>
        {data.entries.map((entry, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one millisecond may be the same
            key={`${entry.time} ${index}`}
            className={
              entry.level >= failure ? styles.failure : entry.level >= warning ? styles.warning : undefined
            }
          >
            <time title={exactText(entry.time, timeZone)}>{clockText(entry.time, timeZone)}</time>
            <span>
              {wordsOf(entry)} <span className={styles.fields}>{fieldsOf(entry)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How an attempt ended is written a moment after it did. */
const slackMs = 1_000;

function queryOf({ fromMs, toMs }: NonNullable<StageLogProps['span']>) {
  return { since: new Date(fromMs).toISOString(), until: new Date(toMs + slackMs).toISOString() };
}

function wordsOf({ msg, err, level }: Schemas['LogEntry']): string {
  const { message } = (err ?? {}) as { message?: string };
  const mark = level >= failure ? 'error: ' : level >= warning ? 'warning: ' : '';
  return `${mark}${msg ?? ''}${message === undefined ? '' : `: ${message}`}`;
}

function fieldsOf(entry: Schemas['LogEntry']): string {
  const { process } = entry as { process?: string };
  const others = Object.entries(entry)
    .filter(([name]) => !leftOut.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  return [...(process === undefined ? [] : [process]), ...others].join(' ');
}
