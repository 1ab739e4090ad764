/** Holds a figure of the evaluation to bounds: floors, observed over expected, least positives. Pure. */
import { boundsText, figureText, isWithin, type Judge } from './gate.js';

export const figureGate: Judge = (gate, { metrics }, task) => {
  const of = metrics[task];
  const value = of?.[gate.figure];
  const named = { gate: gate.figure, task };
  if (typeof value !== 'number') {
    const why = of?.unavailable ?? 'the evaluation has no such figure';
    return { ...named, passed: false, because: `${gate.figure} of ${task} can't be told: ${why}.` };
  }
  const passed = isWithin(gate, value);
  const because = `${gate.figure} of ${task} is ${figureText(value)}, and ${passed ? 'passes' : 'has to be'} ${boundsText(gate)}.`;
  return { ...named, passed, because };
};
