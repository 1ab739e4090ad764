/**
 * Responsible for how far the heap of a process that works on rows may grow between two collections. V8 lets one of 30 MB grow by 8, and counts every array outside of
 * the heap and every piece that a socket reads: such a process marks its whole heap anew every few dozen milliseconds.
 */
import { setFlagsFromString } from 'node:v8';

/** To three times what was left; V8 itself goes up to four. */
const growth = '--heap-growing-percent=200';

/** What code is compiled with for processes that compute: to V8 another set of flags is another V8. */
export const computingFlags: readonly string[] = [growth];

/** From now on. As a flag on the command line it would cost each start what Node keeps compiled of itself. */
export function growHeapToCompute(): void {
  setFlagsFromString(growth);
}
