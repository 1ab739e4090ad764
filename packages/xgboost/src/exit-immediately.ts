// Ends the process without native teardown, for a rank whose gang has failed.
// It leaves flushing to its caller: what other code meant to do at exit does not happen.
import koffi from 'koffi';

/**
 * Ends this process at once with `code` (0 to 255).
 *
 * `process.exit()` waits for native threads. One inside a collective with a stopped peer returns only at its timeout,
 * and one with an unfinalized communicator tries to reach the tracker first: both can hold the process for
 * `timeoutSeconds`. A signal that nothing handles (SIGTERM, SIGKILL) ends it as surely.
 */
export function exitImmediately(code: number): never {
  koffi.load(null).func('void _exit(int code)')(code);
  throw new Error('unreachable: _exit does not return');
}
