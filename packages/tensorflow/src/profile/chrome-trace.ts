// Responsible for a timeline in the trace-event format, which chrome://tracing and ui.perfetto.dev open.
// Leaves to others: what happened when, and writing the file.

/** Something that took time, on a track of its process. */
export interface TraceSpan {
  /** Group of tracks. */
  readonly process: string;
  /** Spans of one track that overlap in time are drawn on further tracks of the same name. */
  readonly track: string;
  readonly name: string;
  /** Microseconds since any one moment, the same for all spans. */
  readonly startUs: number;
  /** At least 0. */
  readonly durationUs: number;
  readonly category?: string;
  /** Shown when the span is selected. */
  readonly details?: Readonly<Record<string, string | number>>;
}

/**
 * One event of the format: `X` is a span, `M` names a process or thread or says in which order they stand.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export interface TraceEvent {
  readonly ph: 'X' | 'M';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds since the first span. */
  readonly ts: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly args?: Readonly<Record<string, string | number>>;
}

/** The file's content: `JSON.stringify` it. */
export interface ChromeTrace {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit: 'ms';
  readonly otherData: Readonly<Record<string, string>>;
}

/** Clocks tell whole microseconds in places: so much of an overlap is none. */
const toleranceUs = 1;
/** Nanoseconds are as fine as anything is measured. */
const roundUs = (us: number) => Math.round(us * 1000) / 1000;

/**
 * Draws spans as a timeline. Processes, and tracks within them, stand in the order in which they first occur in `spans`.
 * Spans of one thread never overlap: those of a track that do get a thread each, `TRACK`, `TRACK (2)`, and so on.
 * @param about what the file says of itself, by name
 */
export function chromeTrace(
  spans: readonly TraceSpan[],
  about: Readonly<Record<string, string>> = {},
): ChromeTrace {
  const originUs = spans.reduce((first, { startUs }) => Math.min(first, startUs), Number.POSITIVE_INFINITY);
  const processes = groupBy(spans, ({ process }) => process);
  const events = [...processes].flatMap(([process, ofProcess], index) => {
    const pid = index + 1;
    const lanes = [...groupBy(ofProcess, ({ track }) => track)].flatMap(([track, ofTrack]) =>
      lanesOf(ofTrack).map((lane, number) => ({
        name: number === 0 ? track : `${track} (${number + 1})`,
        lane,
      })),
    );
    return [
      ...labelled('process', process, pid, 0, index),
      ...lanes.flatMap(({ name, lane }, position) => [
        ...labelled('thread', name, pid, position + 1, position),
        ...lane.map((span) => eventOf(span, pid, position + 1, originUs)),
      ]),
    ];
  });
  return { traceEvents: events, displayTimeUnit: 'ms', otherData: about };
}

function eventOf(span: TraceSpan, pid: number, tid: number, originUs: number): TraceEvent {
  const { name, startUs, durationUs, category, details } = span;
  return {
    ph: 'X',
    name,
    pid,
    tid,
    ts: roundUs(startUs - originUs),
    dur: roundUs(durationUs),
    ...(category === undefined ? {} : { cat: category }),
    ...(details === undefined ? {} : { args: details }),
  };
}

function labelled(
  kind: 'process' | 'thread',
  name: string,
  pid: number,
  tid: number,
  order: number,
): TraceEvent[] {
  return [
    { ph: 'M', name: `${kind}_name`, pid, tid, ts: 0, args: { name } },
    { ph: 'M', name: `${kind}_sort_index`, pid, tid, ts: 0, args: { sort_index: order } },
  ];
}

/** As few lanes as it takes for no two spans of one to overlap, by the order of their starts. */
function lanesOf(spans: readonly TraceSpan[]): TraceSpan[][] {
  const lanes: TraceSpan[][] = [];
  for (const span of [...spans].sort((a, b) => a.startUs - b.startUs)) {
    const lane = lanes.find((each) => endOf(each) <= span.startUs + toleranceUs);
    if (lane === undefined) {
      lanes.push([span]);
      continue;
    }
    const last = lane.pop();
    if (last !== undefined) {
      lane.push({ ...last, durationUs: Math.max(0, Math.min(last.durationUs, span.startUs - last.startUs)) });
    }
    lane.push(span);
  }
  return lanes;
}

function endOf(lane: readonly TraceSpan[]): number {
  const last = lane.at(-1);
  return last === undefined ? Number.NEGATIVE_INFINITY : last.startUs + last.durationUs;
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
