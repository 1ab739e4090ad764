/** Responsible for a state as a mark and a word: told by shape too, for whoever does not see colours. */
import type { StandingName } from '../run/standing.js';
import styles from './standing-badge.module.css';

/** `pending`: its turn has not come. */
export type MarkName = StandingName | 'pending';

/** In a square of 12. */
const shapes: Readonly<Record<MarkName, string>> = {
  pending: 'M6 4.500a1.500 1.500 0 100 3 1.500 1.500 0 000-3z',
  running: 'M3 2l7 4-7 4z',
  waiting: 'M6 1.500a4.500 4.500 0 100 9 4.500 4.500 0 000-9zM6 3.500V6l2 1.200',
  retrying: 'M10 6a4 4 0 11-1.500-3.100M10 1v2.500H7.500',
  stalled: 'M3.500 2v8M8.500 2v8',
  succeeded: 'M2 6.500l2.800 2.800L10 3',
  failed: 'M2.500 2.500l7 7M9.500 2.500l-7 7',
  cancelled: 'M2 6h8',
};

export function StandingMark({ name }: { readonly name: MarkName }) {
  return (
    <svg className={`${styles.mark} ${styles[name]}`} viewBox="0 0 12 12" aria-hidden="true">
      <path d={shapes[name]} fill={name === 'running' ? 'currentcolor' : 'none'} />
    </svg>
  );
}

/** @param word in place of the state's name, where a thing has states of its own that are drawn alike */
export function StandingBadge({ name, word }: { readonly name: MarkName; readonly word?: string }) {
  return (
    <span className={`${styles.badge} ${styles[name]}`} data-standing={name}>
      <StandingMark name={name} />
      {word ?? name}
    </span>
  );
}
