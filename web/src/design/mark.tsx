/** Responsible for the mark of Espalier: a tree that is trained flat. */
import styles from './mark.module.css';

export function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 22V3M12 17c-4 0-8-1-8-5V9M12 17c4 0 8-1 8-5V9M12 11C9.500 11 8 10 8 7.500V5M12 11c2.500 0 4-1 4-3.500V5" />
    </svg>
  );
}
