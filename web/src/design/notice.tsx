/** Responsible for what a view says in place of what it can't show, or beside it: nothing there, an error with its remedy, still loading. */
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem.js';
import styles from './notice.module.css';

/** Nothing is there, and why that is so. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  );
}

/** What went wrong, what to do, and a way to try again. */
export function Problem({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}) {
  const isProblem = error instanceof ApiProblem;
  return (
    <div className={styles.problem} role="alert">
      <p className={styles.title}>{isProblem ? error.message : 'This page has met a fault of its own.'}</p>
      {isProblem && error.issues.length > 0 && (
        <ul className={styles.issues}>
          {error.issues.map(({ path, message, line }) => (
            <li key={`${path} ${message}`}>
              {path !== '' && <code>{path}</code>} {line !== undefined && `(line ${line}) `}
              {message}
            </li>
          ))}
        </ul>
      )}
      <p>{isProblem ? error.fix : 'Load it again; what the server does is untouched by it.'}</p>
      <p className={styles.code}>
        {isProblem ? error.code : String(error)}
        {onRetry !== undefined && (
          <button type="button" className={styles.again} onClick={onRetry}>
            Try again
          </button>
        )}
      </p>
    </div>
  );
}

/** Lines where something will stand, so that nothing jumps when it comes. @param lines how many */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div className={styles.loading} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <span key={line} className={styles.line} />
      ))}
    </div>
  );
}
