/** Responsible for naming a run: its pipeline first, which people know, then what tells it from others of it. */
import styles from './run-link.module.css';

export function RunLink({ runId, pipeline }: { readonly runId: string; readonly pipeline: string }) {
  // The day stands beside it: where there is little room it goes before what tells the run from others of that day.
  const [, day = '', rest = null] =
    (runId.startsWith(`${pipeline}-`) ? /^(-\d{8})?(-.+)$/.exec(runId.slice(pipeline.length)) : null) ?? [];
  return (
    <span className={styles.name} title={runId}>
      {rest === null ? (
        runId
      ) : (
        <>
          <span className={styles.pipeline}>{pipeline}</span>
          <span className={styles.rest}>
            <span className={styles.day}>{day}</span>
            {rest}
          </span>
        </>
      )}
    </span>
  );
}
