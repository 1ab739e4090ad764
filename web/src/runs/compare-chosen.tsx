/** Responsible for the way from chosen runs to what lies between them. */
import { Link } from '@tanstack/react-router';
import { Button } from '../design/button.js';
import { mostCompared } from '../routes/compare-search.js';
import styles from './compare-chosen.module.css';

interface CompareChosenProps {
  /** The first is what others are held to. */
  readonly chosen: readonly string[];
  readonly onClear: () => void;
}

export function CompareChosen({ chosen, onClear }: CompareChosenProps) {
  const isMany = chosen.length > mostCompared;
  return (
    <>
      {chosen.length >= 2 && !isMany ? (
        <Link to="/compare" search={{ runs: [...chosen] }} className={styles.compare}>
          Compare {chosen.length} runs
        </Link>
      ) : (
        <span className={styles.said}>
          {isMany ? `${mostCompared} runs at most are compared.` : 'Choose another run to compare with.'}
        </span>
      )}
      <Button onClick={onClear}>Choose none</Button>
    </>
  );
}
