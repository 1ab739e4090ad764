/**
 * Responsible for what follows from a champion's point: it takes its place in the model's series, and people are told where the champion has got worse, and
 * where that is over. Asked again by a retry, it ends in the same.
 */
import { championDrifted, driftOver } from '@espalier/notifications';
import { addWatchPoint, watchedBefore, watchedLast } from '@espalier/registry';
import type { AfterCommit } from '../stage-computing.js';

export const keepPoint: AfterCommit<'watch'> = async (
  { store, announcer, logger },
  { runId },
  { point: made },
) => {
  if (made === null) return;
  const isNew = await addWatchPoint(store, made);
  // Of two runs that score the same content, the first one's point stands.
  const point = (await watchedBefore(store, made)) ?? made;
  const { model, partition, version, drifted } = point;
  logger.info({ runId, model, partition, version, drifted, isNew }, 'point kept');
  if (drifted) return announcer.announce(championDrifted(point));
  const before = await watchedLast(store, point);
  // A figure that was not judged this time, of a task too rare, say, may be as bad as it was.
  const isJudged = before?.verdicts
    .filter((then) => then.drifted)
    .every((then) =>
      point.verdicts.some(
        ({ task, figure, pValue }) => task === then.task && figure === then.figure && pValue !== null,
      ),
    );
  if (before?.drifted && isJudged) await announcer.announce(driftOver(point, before));
};
