/**
 * Responsible for Ctrl-C while a run is waited for: the first cancels the run, the second leaves at once.
 * Leaves to others: what cancelling does (client, workflows).
 */
import { exitCodes } from '../exit-codes.js';

export interface InterruptGuard {
  /** From now on there is a run to cancel; a Ctrl-C that came before cancels it now. */
  watch(cancel: () => Promise<void>): void;
  dispose(): void;
}

export function cancelOnInterrupt(say: (text: string) => void): InterruptGuard {
  let interrupts = 0;
  let cancel: (() => Promise<void>) | null = null;
  const request = () => {
    say(
      'Cancelling the run and waiting until it has cleaned up. Ctrl-C again leaves at once; the run ends by itself.',
    );
    cancel?.().catch((error: unknown) => {
      say(`The run could not be cancelled: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  const onInterrupt = () => {
    interrupts += 1;
    if (interrupts > 1) process.exit(exitCodes.failed);
    if (cancel) request();
    else say('The run will be cancelled as soon as it has started. Ctrl-C again leaves at once.');
  };
  process.on('SIGINT', onInterrupt);
  return {
    watch(given) {
      cancel = given;
      if (interrupts > 0) request();
    },
    dispose() {
      process.off('SIGINT', onInterrupt);
    },
  };
}
