/**
 * Responsible for a process that waits for work giving back the memory that it worked in, once. V8 does so by itself a minute and a half later, and
 * up to three times; what native libraries have freed stays with the C library for good.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const lookEveryMs = 10_000;
/** Of one core: what beats and looks take is far less, any work is more. */
const restingShare = 0.03;

/** From now on, for as long as the process lives; keeps it from ending no more than V8 would. */
export function restWhenIdle(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // With another set of flags V8 takes none of the code that programs keep compiled.
  setFlagsFromString('--no-expose-gc');
  let hasWorked = true;
  let before = process.cpuUsage();
  setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    const rests = (user + system) / 1_000 < restingShare * lookEveryMs;
    // Of a package that is no longer there, or another C library, memory is only not given back.
    if (rests && hasWorked) giveBack(collect).catch(() => undefined);
    hasWorked = !rests;
    before = process.cpuUsage();
  }, lookEveryMs).unref();
}

async function giveBack(collect: () => void): Promise<void> {
  collect();
  const { default: koffi } = await import('koffi');
  koffi.load(null).func('int malloc_trim(size_t pad)')(0);
}
