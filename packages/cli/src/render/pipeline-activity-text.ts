/** Responsible for what a registered pipeline does beside its versions, as text: its queue, and the partitions that it looks for. */
import type {
  AnsweredArrival,
  ArrivalWatch,
  EspalierError,
  PipelineActivity,
  RunQueue,
  SerializedError,
} from '@espalier/domain';
import { detailLines } from './error-text.js';
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
    ...(watch.problem === null ? [] : [paint.red('The last look failed:'), ...refusalLines(watch.problem)]),
    ...watch.answered.slice(0, mostAnswers).flatMap(answerLines),
  ];
}

function answerLines({ label, isRewritten, atMs, runId, refusal }: AnsweredArrival): readonly string[] {
  const what = `  ${label} ${isRewritten ? 'was written anew' : 'arrived'}, ${timeText(atMs)}`;
  if (refusal === null) return [`${what}: ${runId}`];
  return [`${what}: ${paint.red('no run')}`, ...refusalLines(refusal)];
}

function refusalLines(refusal: SerializedError): readonly string[] {
  return [printable(refusal.message), ...detailLines(refusal.details)].map((line) => `    ${line}`);
}

function timeText(atMs: number): string {
  return clockText(new Date(atMs).toISOString());
}
