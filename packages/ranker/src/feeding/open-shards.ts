/**
 * Training shards on a local disk as rows, without reading them: maps, and views into them.
 * Leaves the order of rows to `batch-plan.ts`.
 */
import { EspalierError } from '@espalier/domain';
import { layoutProblems, type RowLayout, refuseShards, type ShardProblem } from '../data/row-layout.js';
import { joinShards, type TrainingRows } from '../data/training-rows.js';
import { readTrainingShard } from '../data/training-shard.js';
import { type MappedFile, mapFile, unmapFile } from './mapped-file.js';
import type { MappedShard } from './row-prefetch.js';

export interface OpenShards {
  readonly rows: TrainingRows;
  /** Stay mapped until the caller unmaps them; the rows can't be gathered any more then. */
  readonly mapped: readonly MappedShard[];
}

/**
 * @throws EspalierError `trainer.invalid-shard` naming every shard that can't be used, `trainer.feeder-failed` naming the
 *   first that can't be opened
 */
export function openShards(paths: readonly string[], layout: RowLayout): OpenShards {
  const files: MappedFile[] = [];
  try {
    const mapped: MappedShard[] = [];
    const names: string[] = [];
    const unreadable: ShardProblem[] = [];
    for (const path of paths) {
      const file = openFile(path);
      files.push(file);
      try {
        mapped.push({ file, shard: readTrainingShard(file.bytes) });
        names.push(path);
      } catch (error) {
        if (!(error instanceof EspalierError)) throw error;
        unreadable.push({ reason: error.message, ...error.details, shard: path });
      }
    }
    const shards = mapped.map(({ shard }) => shard);
    refuseShards([...unreadable, ...layoutProblems(shards, names, layout)], paths.length);
    return { rows: joinShards(shards, layout, names), mapped };
  } catch (error) {
    for (const file of files) unmapFile(file);
    throw error;
  }
}

function openFile(path: string): MappedFile {
  try {
    return mapFile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EspalierError('trainer.feeder-failed', `Training shard ${path} can't be opened: ${reason}.`, {
      cause,
      details: { shard: path },
    });
  }
}
