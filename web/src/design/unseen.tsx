/** Responsible for words that are read aloud where others see them from the place of things. */
import type { ReactNode } from 'react';
import styles from './unseen.module.css';

export function Unseen({ children }: { readonly children: ReactNode }) {
  return <span className={styles.unseen}>{children}</span>;
}
