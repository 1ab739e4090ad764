/** Responsible for how long sums over ranks take, the wait for the slowest rank included. Leaves to others: the sums, which are the same. */
import type { HostReducer } from '@espalier/collectives';

export interface TimedSums extends HostReducer {
  /** So far. */
  readonly spentMs: number;
}

/**
 * Offers what the reducer offers: how two ranks are summed depends on it.
 * @param alive says that the rank lives while it waits for its peers: sums have a limit of their own
 */
export function timedSums(reducer: HostReducer, alive: <T>(waiting: Promise<T>) => Promise<T>): TimedSums {
  let spentMs = 0;
  const timed = async <T>(sum: Promise<T>, startedMs: number): Promise<T> => {
    try {
      return await alive(sum);
    } finally {
      spentMs += performance.now() - startedMs;
    }
  };
  const { exchange, allGather } = reducer;
  return {
    get spentMs() {
      return spentMs;
    },
    worldSize: reducer.worldSize,
    ...(reducer.rank === undefined ? {} : { rank: reducer.rank }),
    allReduceSum: (buffer) => {
      const startedMs = performance.now();
      return timed(reducer.allReduceSum(buffer), startedMs);
    },
    ...(exchange && {
      exchange: (own: readonly Float32Array[]) => {
        const startedMs = performance.now();
        return timed(exchange.call(reducer, own), startedMs);
      },
    }),
    ...(allGather && {
      allGather: (own: Float32Array) => {
        const startedMs = performance.now();
        return timed(allGather.call(reducer, own), startedMs);
      },
    }),
  };
}
