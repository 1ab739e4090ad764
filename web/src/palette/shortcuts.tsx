/** Responsible for telling which keys do what. */
import { useId, useLayoutEffect, useRef } from 'react';
import dialogs from '../design/ask-dialog.module.css';
import { Button } from '../design/button.js';
import { viewsByLetter } from './keys.js';
import styles from './shortcuts.module.css';

interface ShortcutsProps {
  readonly mayStart: boolean;
  readonly onLeave: () => void;
}

export default function Shortcuts({ mayStart, onLeave }: ShortcutsProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const keys = [
    { keys: ['Ctrl', 'K'], what: 'Search, go somewhere, or do something (⌘ K on a Mac)' },
    { keys: ['/'], what: 'Go to the filter of what is listed' },
    ...(mayStart ? [{ keys: ['n'], what: 'Start a run' }] : []),
    ...Object.entries(viewsByLetter).map(([letter, { word }]) => ({ keys: ['g', letter], what: word })),
    { keys: ['?'], what: 'Show this' },
    { keys: ['Esc'], what: 'Leave what is asked' },
  ];
  return (
    <dialog ref={dialog} className={dialogs.dialog} aria-labelledby={id} onClose={onLeave}>
      <div className={dialogs.form}>
        <h2 id={id}>Keys</h2>
        <dl className={styles.keys}>
          {keys.map((each) => (
            <div key={each.keys.join(' ')}>
              <dt>
                {each.keys.map((key) => (
                  <kbd key={key} className={styles.key}>
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd>{each.what}</dd>
            </div>
          ))}
        </dl>
        <div className={dialogs.actions}>
          <Button onClick={() => dialog.current?.close()}>Close</Button>
        </div>
      </div>
    </dialog>
  );
}
