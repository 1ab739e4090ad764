/** XGBoost's own `hist` in a Python process, in whichever of its two ways to wait is the quicker one on this machine as it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PythonChild } from '../python/python-child.js';
import { say } from '../report/say.js';

export interface HistAnswer {
  readonly seconds: number;
  readonly processorSeconds: number;
  /** Files of the forests, by their order. */
  readonly models: readonly string[];
}

export interface PythonHist extends AsyncDisposable {
  /** What OpenMP's threads do while they wait: by default they spin, which is many times as slow where anything else takes a core. */
  readonly waiting: 'spinning' | 'sleeping';
  /** Fits all forests once. */
  fit(): Promise<HistAnswer>;
}

/** How much longer than sleeping threads spinning ones may take before they are given up. */
const patience = 1.5;

/** @param dir what `prepareCensus` wrote. Each way fits once, which warms it up. */
export async function startPythonHist(dir: string): Promise<PythonHist> {
  const ask = (child: PythonChild) => child.ask<HistAnswer>({});
  const sleeping = await PythonChild.start('fit_server.py', [dir], { OMP_WAIT_POLICY: 'passive' });
  const { seconds } = await ask(sleeping);
  const spinning = await PythonChild.start('fit_server.py', [dir]);
  const ended = new AbortController();
  const tooLong = sleep(patience * seconds * 1000, null, { signal: ended.signal }).catch(() => null);
  const first = await Promise.race([ask(spinning), tooLong]);
  ended.abort();
  const isQuicker = first !== null && first.seconds < seconds;
  say(
    `hist: sleeping ${seconds.toFixed(2)} s, spinning ${first === null ? 'given up' : `${first.seconds.toFixed(2)} s`}`,
  );
  const [child, other] = isQuicker ? [spinning, sleeping] : [sleeping, spinning];
  other.kill();
  return {
    waiting: isQuicker ? 'spinning' : 'sleeping',
    fit: () => ask(child),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
