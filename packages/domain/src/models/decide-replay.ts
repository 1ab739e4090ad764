/** Responsible for whether a version may become the champion after its golden rows were scored again. Pure. */
import { EspalierError } from '../errors/espalier-error.js';
import type { Replay } from './golden-rows.js';

export interface AskedReplay {
  readonly model: string;
  readonly version: number;
  readonly action: 'promote' | 'rollback';
  /** A person takes it whatever the rows say. */
  readonly despite: boolean;
}

/**
 * A version without golden rows is not refused: those that were registered before there were any have none. A rollback is for when something is wrong,
 * and goes on where the rows could not be tried. Where they tell of another model, or are gone, a person may say that it is none; of a bundle that can't be
 * used, or that nobody could look at, nobody.
 * @throws EspalierError `registry.replay-differs`, `registry.replay-failed`
 */
export function requireReplayed({ model, version, action, despite }: AskedReplay, replay: Replay): void {
  const details = { model, version };
  switch (replay.outcome) {
    case 'same':
    case 'none':
      return;
    case 'differs': {
      if (despite && replay.isUnusable !== true) return;
      const message = `Version ${version} of ${model} does not become the champion: ${replay.why}`;
      throw new EspalierError('registry.replay-differs', message, { details });
    }
    case 'undone': {
      if (action === 'rollback' || (despite && replay.isWhole === true)) return;
      const message = `The golden rows of version ${version} of ${model} could not be scored: ${replay.why}`;
      throw new EspalierError('registry.replay-failed', message, { details });
    }
  }
}
