/** Responsible for naming a run: its pipeline first, which people know, then what tells it from others of it. */
import styles from './run-link.module.css';

export function RunLink({ runId, pipeline }: { readonly runId: string; readonly pipeline: string }) {
  const rest = runId.startsWith(`${pipeline}-`) ? runId.slice(pipeline.length) : null;
  return (
    <span className={styles.name} title={runId}>
      {rest === null ? (
        runId
      ) : (
        <>
          <span className={styles.pipeline}>{pipeline}</span>
          <span className={styles.rest}>{rest}</span>
        </>
      )}
    </span>
  );
}
