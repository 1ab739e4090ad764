// Opens libxgboost and owns the one thread that calls it.
// It leaves matrices, boosters and collectives to their own classes.
import koffi from 'koffi';
import { NativeCalls } from './native-calls.js';
import { XGBoostError } from './xgboost-error.js';

export interface XGBoostOptions {
  /** How much XGBoost logs: 0 silent, 1 warnings, 2 information, 3 debugging. Default 1. */
  readonly verbosity?: 0 | 1 | 2 | 3;
  /** Threads of whatever is not given its own number, such as reading a forest. Default: one for each core, all of which are kept busy for as long as one of them works. */
  readonly threads?: number;
  /** Receives XGBoost's log lines. Default: they are dropped. */
  readonly onLog?: (message: string) => void;
}

export interface XGBoostVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/**
 * One native thread with libxgboost on it. All matrices, boosters and the communicator made from it run there, one
 * call after another, while the event loop stays free.
 */
export class XGBoost {
  readonly libraryPath: string;
  readonly #version: XGBoostVersion;
  /** For this package's own classes. */
  readonly calls: NativeCalls;

  constructor(libraryPath: string, options: XGBoostOptions = {}) {
    this.libraryPath = libraryPath;
    this.#version = readVersion(libraryPath);
    const { verbosity = 1, threads } = options;
    this.calls = new NativeCalls(
      { libraryPath, configuration: { verbosity, ...(threads === undefined ? {} : { nthread: threads }) } },
      options.onLog ?? (() => undefined),
    );
  }

  version(): XGBoostVersion {
    return this.#version;
  }

  /** Ends the native thread once its queued calls are done. Later calls reject with `disposed`. */
  async close(): Promise<void> {
    await this.calls.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/**
 * Loads libxgboost (3.x) from `libraryPath` and starts its native thread. Once a process is the rule; a second
 * instance is a second thread with its own communicator.
 * @throws XGBoostError `library-not-loaded`
 */
export function loadXgboost(libraryPath: string, options: XGBoostOptions = {}): XGBoost {
  return new XGBoost(libraryPath, options);
}

function readVersion(libraryPath: string): XGBoostVersion {
  const [major, minor, patch] = [new Int32Array(1), new Int32Array(1), new Int32Array(1)];
  try {
    const library = koffi.load(libraryPath);
    library.func('void XGBoostVersion(void *major, void *minor, void *patch)')(major, minor, patch);
  } catch (cause) {
    throw new XGBoostError('library-not-loaded', `Could not load XGBoost from ${libraryPath}`, { cause });
  }
  return { major: major[0] ?? 0, minor: minor[0] ?? 0, patch: patch[0] ?? 0 };
}
