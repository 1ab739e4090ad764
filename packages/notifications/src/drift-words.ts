/** What notifications say of champions that got worse on what arrived, and of such that did so no more. Pure. */
import type { Notification, WatchPoint } from '@espalier/domain';

const mostVerdicts = 10;

/** By content: the same partition is told once, however often it is scored. */
function idOf({ model, pipeline, partition, content }: WatchPoint): string {
  return `watch/${model}/${pipeline}/${partition}/${content}`;
}

export function championDrifted(point: WatchPoint): Notification {
  const { model, pipeline, partition, version, run: runId, at, verdicts } = point;
  const drifted = verdicts.filter((verdict) => verdict.drifted);
  const told = drifted.slice(0, mostVerdicts).map(({ because }) => because);
  const rest = drifted.length > mostVerdicts ? [`And ${drifted.length - mostVerdicts} more.`] : [];
  return {
    ...{ id: idOf(point), type: 'model.drifted', at, pipeline, model, runId },
    title: `${model}@${version}, the champion, is worse on ${partition} than it was`,
    text: [...told, ...rest, `espalier model watch ${model}`].join('\n'),
  };
}

/** @param before the partition's before it, on which it was worse */
export function driftOver(point: WatchPoint, before: WatchPoint): Notification {
  const { model, pipeline, partition, version, run: runId, at } = point;
  return {
    ...{ id: `${idOf(point)}/over`, type: 'over', at, pipeline, model, runId },
    title: `${model}@${version}, the champion, is not shown to be worse on ${partition}`,
    text: `On ${before.partition}${before.partition === partition ? ', as it was written before,' : ''} ${model}@${before.version} was.\nespalier model watch ${model}`,
  };
}
