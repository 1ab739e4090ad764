/**
 * Responsible for asking before something is changed: what will happen, why it is wanted where the record asks for that, and what the API said
 * where it refused. The browser's own dialog: it keeps the focus, and Escape leaves it.
 */
import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import styles from './ask-dialog.module.css';
import { Button } from './button.js';
import { Problem } from './notice.js';

interface AskDialogProps {
  readonly title: string;
  /** On the button that does it. */
  readonly verb: string;
  readonly isDanger?: boolean;
  readonly isWide?: boolean;
  /** The label of a line of text that goes with it. */
  readonly reason?: { readonly label: string; readonly isNeeded: boolean };
  readonly children?: ReactNode;
  readonly onLeave: () => void;
  /** Left once it resolves; what it throws is shown. */
  readonly onSure: (reason: string) => Promise<unknown>;
}

const mostCharacters = 500;

export function AskDialog({
  title,
  verb,
  isDanger,
  isWide,
  reason,
  children,
  onLeave,
  onSure,
}: AskDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed before it goes, it gives the focus back to where that was.
    return () => shown?.close();
  }, []);

  const act = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await onSure(text.trim());
      onLeave();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };

  return (
    <dialog
      ref={dialog}
      className={`${styles.dialog} ${isWide === true ? styles.wide : ''}`}
      aria-labelledby={id}
      onClose={onLeave}
    >
      <form onSubmit={act} className={styles.form}>
        <h2 id={id}>{title}</h2>
        {children}
        {reason !== undefined && (
          <label className={styles.field}>
            {reason.label}
            <input
              value={text}
              onChange={(event) => setText(event.target.value)}
              maxLength={mostCharacters}
              required={reason.isNeeded}
              autoComplete="off"
            />
          </label>
        )}
        {error !== null && <Problem error={error} />}
        <div className={styles.actions}>
          <Button onClick={onLeave}>Leave it</Button>
          <Button type="submit" kind={isDanger === true ? 'danger' : 'main'} disabled={isBusy}>
            {verb}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
