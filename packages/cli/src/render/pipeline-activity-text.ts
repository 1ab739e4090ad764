/** Responsible for what a registered pipeline does beside its versions, as text: its queue, and the partitions that it looks for. */
import type {
  AnsweredArrival,
  ArrivalWatch,
  EspalierError,
  PipelineActivity,
  RunQueue,
} from '@espalier/domain';
import { clockText } from './models-text.js';
import { paint } from './paint.js';
import { printable } from './printable.js';

const mostAnswers = 5;

/** @param activity or why nobody tells it */
export function activityText(activity: PipelineActivity | EspalierError): string {
  if (activity instanceof Error)
    return paint.yellow(`\nWhat it does right now is not known: ${activity.message}`);
  return ['', ...queueLines(activity.queue), ...watchLines(activity.watch)].join('\n');
}

function queueLines({ active, waiting }: RunQueue): readonly string[] {
  if (active.length === 0 && waiting.length === 0) return ['No run of it is under way.'];
  return [
    `under way: ${active.join(', ')}`,
    ...waiting.map(({ runId, sinceMs }) => `waits since ${timeText(sinceMs)}: ${runId}`),
  ];
}

function watchLines(watch: ArrivalWatch | null): readonly string[] {
  if (watch === null) return [];
  const labels = Object.keys(watch.known ?? {});
  const newest = labels.length === 0 ? 'none is there yet' : `the newest is ${labels.at(-1)}`;
  return [
    `It looks for partitions: ${watch.known === null ? 'the first look is under way' : newest}.`,
    ...(watch.problem === null
      ? []
      : [paint.red(`The last look failed: ${printable(watch.problem.message)}`)]),
    ...watch.answered.slice(0, mostAnswers).map(answerLine),
  ];
}

function answerLine({ label, isRewritten, atMs, runId, refusal }: AnsweredArrival): string {
  const what = `${label} ${isRewritten ? 'was written anew' : 'arrived'}, ${timeText(atMs)}`;
  return refusal === null
    ? `  ${what}: ${runId}`
    : `  ${what}: ${paint.red(`no run, ${printable(refusal.message)}`)}`;
}

function timeText(atMs: number): string {
  return clockText(new Date(atMs).toISOString());
}
