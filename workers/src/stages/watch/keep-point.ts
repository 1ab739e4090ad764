/**
 * Responsible for what follows from a champion's point: it takes its place in the model's series, and people are told where the champion has got worse, and
 * where that is over. Asked again by a retry, it ends in the same.
 */
import { championDrifted, driftOver } from '@espalier/notifications';
import { addWatchPoint, driftThatEnds, watchedBefore, watchedUntil } from '@espalier/registry';
import type { AfterCommit } from '../stage-computing.js';

/** Partitions before, back to where it was told: a figure may not be judged for a while. */
const mostLooked = 100;

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
  const ended = driftThatEnds(await watchedUntil(store, point, mostLooked), point);
  if (ended !== null) await announcer.announce(driftOver(point, ended));
};
