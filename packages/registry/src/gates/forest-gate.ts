/** Holds the network's figure less its forest's, on the same rows, to bounds: the whole interval of the difference must pass. Pure. */
import type { PairedDifference } from '@espalier/domain';
import { boundsText, figureText, isWithin, type Judge } from './gate.js';

export const forestGate: Judge = (gate, { comparison }, task) => {
  const of = comparison[task];
  const found = of?.[gate.figure];
  const named = { gate: `${gate.figure} against forest`, task };
  const difference = typeof found === 'object' && found !== null ? (found as PairedDifference) : null;
  const told = `${gate.figure} of ${task} less its forest's`;
  if (difference === null || difference.ci === null) {
    const lacks = found === undefined ? 'the evaluation has no such difference' : null;
    const why = of?.unavailable ?? lacks ?? 'the rows are too few for an interval';
    return { ...named, passed: false, because: `${told} can't be told: ${why}.` };
  }
  const [low, high] = difference.ci;
  const passed = isWithin(gate, low, high);
  const interval = `${figureText(difference.difference)} (95 % interval ${figureText(low)} to ${figureText(high)})`;
  return {
    ...named,
    passed,
    because: `${told} is ${interval}, and all of it ${passed ? 'passes' : 'has to be'} ${boundsText(gate)}.`,
  };
};
