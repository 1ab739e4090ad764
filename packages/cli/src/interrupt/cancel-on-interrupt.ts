/**
 * Responsible for signals while a run is waited for that this command started: Ctrl-C and SIGTERM cancel the run, the second leaves
 * at once; when the terminal hangs up the run goes on.
 * Leaves to others: what cancelling does (client, workflows).
 */
import { exitCodeOfSignal, type InterruptSignal } from '../exit-codes.js';
import { sayWhenOutputCloses } from './closed-output.js';
import { type InterruptListener, onInterrupt } from './interrupt-signals.js';

/** A run that there is to cancel. */
export interface CancellableRun {
  readonly runId: string;
  cancel(reason: string): Promise<unknown>;
}

export interface InterruptGuard extends InterruptListener {
  /** From now on there is a run to cancel; a Ctrl-C that came before cancels it now. */
  watch(run: CancellableRun): void;
}

const sources: Readonly<Record<InterruptSignal, string>> = {
  SIGINT: 'Ctrl-C',
  SIGTERM: 'SIGTERM',
  SIGHUP: 'the terminal hung up',
};

/** What to do about a run that goes on without its command. */
function comeBackText(runId: string): string {
  return `follow it:  espalier show ${runId} --wait\ncancel it:  espalier cancel ${runId}`;
}

export function goesOnText(runId: string): string {
  return `The run ${runId} goes on.\n${comeBackText(runId)}`;
}

/** What is said of the run that is left behind. */
function leavingText(run: CancellableRun | null, why: string, isCancelled: boolean): string {
  if (run === null) return `${why} before the run had an ID; whether it has started:  espalier runs`;
  if (isCancelled) return `${why}; the run ${run.runId} is being cancelled and ends by itself.`;
  return `${why}; the run ${run.runId} goes on.\n${comeBackText(run.runId)}`;
}

export function cancelOnInterrupt(say: (text: string) => void): InterruptGuard {
  let run: CancellableRun | null = null;
  const request = (signal: InterruptSignal) => {
    say(
      'Cancelling the run and waiting until it has cleaned up. Ctrl-C again leaves at once; the run ends by itself.',
    );
    run?.cancel(`${sources[signal]} at the command line`).catch((error: unknown) => {
      say(`The run could not be cancelled: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  const leave = (signal: InterruptSignal, text: string): never => {
    say(text);
    process.exit(exitCodeOfSignal(signal));
  };
  const listener = onInterrupt((signal, times) => {
    if (signal === 'SIGHUP' || times > 1) {
      const why = signal === 'SIGHUP' ? 'The terminal hung up' : 'Left';
      leave(signal, leavingText(run, why, times > 1));
    }
    if (run) request(signal);
    else say('The run will be cancelled as soon as it has started. Ctrl-C again leaves at once.');
  });
  const output = sayWhenOutputCloses(() =>
    run !== null && listener.first === null ? goesOnText(run.runId) : leavingText(run, 'Left', true),
  );
  return {
    get first() {
      return listener.first;
    },
    watch(given) {
      run = given;
      if (listener.first !== null) request(listener.first);
    },
    [Symbol.dispose]() {
      listener[Symbol.dispose]();
      output[Symbol.dispose]();
    },
  };
}
