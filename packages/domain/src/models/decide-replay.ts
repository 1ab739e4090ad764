/** Responsible for whether a version may become the champion after its golden rows were scored again. Pure. */
import { EspalierError } from '../errors/espalier-error.js';
import type { Replay } from './golden-rows.js';

/**
 * A version without golden rows is not refused: those that were registered before there were any have none. A rollback is for when something is wrong,
 * and goes on where the rows could not be tried; never where they tell of another model.
 * @throws EspalierError `registry.replay-differs`, `registry.replay-failed`
 */
export function requireReplayed(
  {
    model,
    version,
    action,
  }: { readonly model: string; readonly version: number; readonly action: 'promote' | 'rollback' },
  replay: Replay,
): void {
  const details = { model, version };
  switch (replay.outcome) {
    case 'same':
    case 'none':
      return;
    case 'differs': {
      const message = `Version ${version} of ${model} does not become the champion: ${replay.why}`;
      throw new EspalierError('registry.replay-differs', message, { details });
    }
    case 'undone': {
      if (action === 'rollback') return;
      const message = `The golden rows of version ${version} of ${model} could not be scored: ${replay.why}`;
      throw new EspalierError('registry.replay-failed', message, { details });
    }
  }
}
