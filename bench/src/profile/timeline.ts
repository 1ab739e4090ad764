/** Where in a timeline stand the steps, the input pipeline and the nodes of the graph. Drawing it is @espalier/tensorflow's. */
import type { FeedSpan } from '@espalier/ranker';
import type { NodeSpan, TraceSpan } from '@espalier/tensorflow';

/** Milliseconds since 1970. */
export interface StepTimes {
  readonly step: number;
  readonly startMs: number;
  /** When its batch was there. */
  readonly runMs: number;
  readonly endMs: number;
}

const microseconds = (startMs: number, endMs: number) => ({
  startUs: startMs * 1000,
  durationUs: Math.max(0, endMs - startMs) * 1000,
});

/** A track with the steps' boundaries, and one with what the trainer's thread did in them. */
export function stepSpans(times: readonly StepTimes[]): TraceSpan[] {
  return times.flatMap(({ step, startMs, runMs, endMs }): TraceSpan[] => {
    const common = { process: 'training', category: 'step', details: { step } };
    return [
      { ...common, track: 'steps', name: `step ${step}`, ...microseconds(startMs, endMs) },
      { ...common, track: 'trainer thread', name: 'next batch', ...microseconds(startMs, runMs) },
      { ...common, track: 'trainer thread', name: 'native call', ...microseconds(runMs, endMs) },
    ];
  });
}

/** What the input pipeline did during these steps. */
export function feedSpans(spans: readonly FeedSpan[], times: readonly StepTimes[]): TraceSpan[] {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return [];
  return spans
    .filter(({ startMs, endMs }) => endMs >= first.startMs && startMs <= last.endMs)
    .map(({ name, step, startMs, endMs }) => ({
      process: 'input pipeline',
      track: name === 'starved' ? 'trainer waits' : 'feeder thread',
      name,
      category: 'input',
      details: { step },
      ...microseconds(startMs, endMs),
    }));
}

/** A track for each device; nodes that ran at the same time stand side by side. */
export function nodeSpans(nodes: readonly NodeSpan[]): TraceSpan[] {
  return nodes.map(({ node, op, device, startUs, durationUs }) => ({
    process: 'TensorFlow',
    track: device.replace(/^.*\/device:/, ''),
    name: node,
    category: op,
    details: { op },
    startUs,
    durationUs,
  }));
}
