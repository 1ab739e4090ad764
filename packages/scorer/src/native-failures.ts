/**
 * Responsible for failures of the numeric libraries while a model is opened or used, as Espalier's errors.
 * Leaves to others: showing them.
 */
import { EspalierError } from '@espalier/domain';
import { TensorFlowError } from '@espalier/tensorflow';
import { XGBoostError } from '@espalier/xgboost';

/** Runs `work` on the bundle at `bundle`; errors that are not of a numeric library pass through. */
export async function withNativeFailures<T>(bundle: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fromNativeFailure(bundle, error) ?? error;
  }
}

function fromNativeFailure(bundle: string, cause: unknown): EspalierError | null {
  if (!(cause instanceof TensorFlowError) && !(cause instanceof XGBoostError)) return null;
  switch (cause.code) {
    case 'addon-unloadable':
    case 'library-not-loaded':
      return new EspalierError('native.missing', `${cause.message}.`, { cause });
    case 'saved-model':
      return new EspalierError(
        'registry.part-unreadable',
        `The network of the bundle ${bundle} can't be used: ${cause.message}.`,
        { cause, details: { bundle } },
      );
    default:
      return new EspalierError('workflow.unexpected', `Scoring with ${bundle} failed: ${cause.message}.`, {
        cause,
        details: { bundle, code: cause.code },
      });
  }
}
