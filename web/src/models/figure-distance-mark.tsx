/** Responsible for how far a figure lies from another's, in words and colour where its kind says which way is better. */
import { useQuery } from '@tanstack/react-query';
import { taskKindsQuery } from '../run/task-kinds-query.js';
import { distanceText } from './figure-distance.js';
import styles from './figure-distance-mark.module.css';
import { verdictOf } from './which-is-better.js';

interface FigureDistanceProps {
  readonly figures: unknown;
  readonly others: unknown;
  readonly name: string;
}

export function FigureDistance({ figures, others, name }: FigureDistanceProps) {
  const { data } = useQuery(taskKindsQuery);
  const text = distanceText(figures, others, name);
  const verdict = verdictOf(data, figures, others, name);
  if (verdict === null) return <>{text}</>;
  return (
    <span className={styles[verdict]} data-verdict={verdict}>
      {text} <span className={styles.spoken}>{verdict}</span>
    </span>
  );
}
