/** Responsible for a rank never outliving its host: the kernel kills it when its parent dies. */
import koffi from 'koffi';

const setParentDeathSignal = 1; // PR_SET_PDEATHSIG of <sys/prctl.h>
const sigkill = 9;

/** Call first thing; a parent that died before the call is noticed too. */
export function dieWithParent(parentPid: number): void {
  const prctl = koffi.load(null).func('int prctl(int option, unsigned long signal)');
  prctl(setParentDeathSignal, sigkill);
  if (process.ppid !== parentPid) process.kill(process.pid, 'SIGKILL');
}
