/** Responsible for the head of a view: its name, what is said of it at once, and what can be done. */
import { type ReactNode, useEffect } from 'react';
import styles from './page-head.module.css';

interface PageHeadProps {
  readonly title: string;
  /** Beside the title, such as a state. */
  readonly mark?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHead({ title, mark, children, actions }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Espalier`;
  }, [title]);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {mark}
        </div>
        {children !== undefined && <div className={styles.said}>{children}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
