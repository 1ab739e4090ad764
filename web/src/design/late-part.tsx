/**
 * Responsible for parts of a view whose code is loaded when they are first shown. While the server is away they are not there yet, and asked
 * for again: the rest of the view stays. (`lazy` of React gives a failure to whatever is around it, for good.)
 */
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

const againMs = 3_000;

interface LatePartProps<P extends object> {
  /** The same function each time. */
  readonly load: () => Promise<{ readonly default: ComponentType<P> }>;
  readonly of: P;
  /** Default: nothing. */
  readonly meanwhile?: ReactNode;
}

export function LatePart<P extends object>({ load, of, meanwhile = null }: LatePartProps<P>) {
  const [Part, setPart] = useState<ComponentType<P> | null>(null);
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      load().then(
        ({ default: part }) => {
          if (!isGone) setPart(() => part);
        },
        () => {
          if (!isGone) timer = setTimeout(ask, againMs);
        },
      );
    };
    ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [load]);
  return Part === null ? meanwhile : <Part {...of} />;
}
