/** Responsible for the button that opens the palette, which says by which keys it opens too. */
import { openPalette } from './key-listener.js';
import styles from './palette-button.module.css';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function PaletteButton() {
  return (
    <button
      type="button"
      className={styles.button}
      aria-keyshortcuts="Control+K Meta+K"
      onClick={openPalette}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M7 2.500a4.500 4.500 0 100 9 4.500 4.500 0 000-9zM10.500 10.500l3.500 3.500" />
      </svg>
      <span className={styles.word}>Search</span>
      <kbd className={styles.keys}>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
    </button>
  );
}
