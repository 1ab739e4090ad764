/** Responsible for the rows of the list, of which only those in sight are drawn. */
import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { StandingBadge } from '../design/standing-badge.js';
import { Unseen } from '../design/unseen.js';
import { RunLink } from '../run/run-link.js';
import type { Standing } from '../run/standing.js';
import { durationText } from '../time/durations.js';
import { Lasting, Moment } from '../time/moment.js';
import { CancelRun } from './cancel-run.js';
import { type Column, columnWords, useColumns } from './columns.js';
import styles from './run-rows.module.css';
import type { RunListing } from './runs-query.js';
import { triggerWords } from './trigger-words.js';
import { againstUsual } from './usual-duration.js';

interface RunRowsProps {
  readonly runs: readonly RunListing[];
  readonly standingOfRun: (run: RunListing) => Standing;
  readonly usual: ReadonlyMap<string, number>;
  readonly chosen: readonly string[];
  readonly onChoose: (runId: string, isChosen: boolean) => void;
}

const narrow = matchMedia('(max-width: 800px)');
const wideRow = 44;
const narrowRow = 78;

export function RunRows({ runs, standingOfRun, usual, chosen, onChoose }: RunRowsProps) {
  const columns = useColumns();
  const grid = { '--columns': templateOf(columns) } as CSSProperties;
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(body.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({
    count: runs.length,
    estimateSize: () => (narrow.matches ? narrowRow : wideRow),
    overscan: 12,
    scrollMargin: offset,
    getItemKey: (index) => runs[index]?.runId ?? index,
  });
  useEffect(() => {
    // Turned or resized: rows are as high as they would have been from the start.
    const measure = () => {
      setOffset(body.current?.offsetTop ?? 0);
      rows.measure();
    };
    narrow.addEventListener('change', measure);
    return () => narrow.removeEventListener('change', measure);
  }, [rows]);
  return (
    // No table of the browser's: its rows can't be placed one by one.
    <div role="table" aria-label="Runs" aria-rowcount={runs.length + 1} className={styles.table} style={grid}>
      <div role="rowgroup">
        <div role="row" className={`${styles.row} ${styles.head}`}>
          <span role="columnheader">
            <Unseen>To compare</Unseen>
          </span>
          <span role="columnheader">State</span>
          <span role="columnheader">Run</span>
          {columns.map((column) => (
            <span key={column} role="columnheader">
              {columnWords[column]}
            </span>
          ))}
          <span role="columnheader" className={styles.last}>
            <Unseen>What can be done</Unseen>
          </span>
        </div>
      </div>
      <div role="rowgroup" ref={body} className={styles.body} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start, size }) => {
          const run = runs[index];
          if (run === undefined) return null;
          const style = { height: size, transform: `translateY(${start - offset}px)` };
          return (
            <div role="row" key={key} aria-rowindex={index + 2} className={styles.row} style={style}>
              <span role="cell" className={styles.choice}>
                <input
                  type="checkbox"
                  aria-label={`Compare ${run.runId}`}
                  checked={chosen.includes(run.runId)}
                  onChange={({ target }) => onChoose(run.runId, target.checked)}
                />
              </span>
              <RunCells
                run={run}
                columns={columns}
                standing={standingOfRun(run)}
                usualMs={usual.get(run.pipeline)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const widths: Readonly<Record<Column, string>> = {
  ...{ trigger: '8rem', changes: 'minmax(0, 0.7fr)', started: '6rem', ended: '6rem', took: '11rem' },
};

function templateOf(columns: readonly Column[]): string {
  return ['1rem', '7rem', 'minmax(0, 1fr)', ...columns.map((column) => widths[column]), '5rem'].join(' ');
}

interface RunCellsProps {
  readonly run: RunListing;
  readonly columns: readonly Column[];
  readonly standing: Standing;
  readonly usualMs: number | undefined;
}

function RunCells({ run, columns, standing, usualMs }: RunCellsProps) {
  const { runId, pipeline, status, retryOf, trigger } = run;
  const isTold = trigger === null || trigger === 'command' || columns.includes('trigger');
  const said = [
    ...(standing.reason === '' ? [] : [standing.reason]),
    ...(isTold ? [] : [`by ${triggerWords[trigger]}`]),
    ...(retryOf === null ? [] : [`retry from ${retryOf.from}`]),
    ...(columns.includes('changes') ? [] : [changesText(run)].filter((text) => text !== '')),
  ].join(' · ');
  return (
    <>
      <span role="cell" className={styles.state}>
        <StandingBadge name={standing.name} />
      </span>
      <span role="cell" className={styles.run}>
        <Link to="/runs/$runId" params={{ runId }}>
          <RunLink runId={runId} pipeline={pipeline} />
        </Link>
        {said !== '' && (
          <span className={styles.said} title={said}>
            {said}
          </span>
        )}
      </span>
      {columns.map((column) => (
        <span key={column} role="cell" className={styles[column]}>
          <RunCell column={column} run={run} usualMs={usualMs} />
        </span>
      ))}
      <span role="cell" className={styles.last}>
        {status === 'running' && <CancelRun runId={runId} />}
      </span>
    </>
  );
}

interface RunCellProps {
  readonly column: Column;
  readonly run: RunListing;
  readonly usualMs: number | undefined;
}

function RunCell({ column, run, usualMs }: RunCellProps) {
  const { startedAtMs, endedAtMs, trigger } = run;
  switch (column) {
    case 'trigger':
      return trigger === null ? 'not known' : triggerWords[trigger];
    case 'changes':
      return <span title={changesText(run)}>{changesText(run)}</span>;
    case 'started':
      return <Moment at={startedAtMs} />;
    case 'ended':
      return endedAtMs === null ? '' : <Moment at={endedAtMs} />;
    case 'took':
      return (
        <>
          <Lasting startMs={startedAtMs} endMs={endedAtMs} />
          <AgainstUsual
            ms={(endedAtMs ?? Date.now()) - startedAtMs}
            usualMs={usualMs}
            isOver={endedAtMs !== null}
          />
        </>
      );
  }
}

function changesText({ changes }: RunListing): string {
  return changes.map((change) => change.replace(/^--set /, '')).join(' · ');
}

function AgainstUsual({ ms, usualMs, isOver }: { ms: number; usualMs: number | undefined; isOver: boolean }) {
  const ratio = againstUsual(ms, usualMs, isOver);
  if (ratio === null || usualMs === undefined) return null;
  return (
    <span
      className={styles.usual}
      title={`Runs of this pipeline that are listed here: ${durationText(usualMs)} in the middle`}
    >
      {ratio.toFixed(1)}× usual
    </span>
  );
}
