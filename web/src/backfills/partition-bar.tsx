/** Responsible for how a backfill's partitions stand, as one bar and in words. */
import styles from './partition-bar.module.css';

interface PartitionBarProps {
  /** By outcome. */
  readonly counts: Readonly<Record<string, number>>;
  /** That have not ended yet. */
  readonly open: number;
}

export function PartitionBar({ counts, open }: PartitionBarProps) {
  const parts = [...Object.entries(counts), ['open', open] as const].filter(([, count]) => count > 0);
  const all = parts.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return null;
  return (
    <div>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(([outcome, count]) => (
          <span
            key={outcome}
            className={`${styles.part} ${styles[outcome] ?? styles.other}`}
            style={{ width: `${(100 * count) / all}%` }}
          />
        ))}
      </div>
      <p className={styles.words}>{parts.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}</p>
    </div>
  );
}
