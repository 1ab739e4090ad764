/**
 * Responsible for opening a task's forest from its bytes, and for XGBoost's failures as Espalier's errors.
 * Leaves to others: what is done with the forest.
 */
import { type ErrorCode, EspalierError } from '@espalier/domain';
import { Booster, type BoosterParams, type XGBoost, XGBoostError } from '@espalier/xgboost';

export interface ForestBytes {
  readonly task: string;
  /** The booster as XGBoost saves it, UBJ or JSON. */
  readonly bytes: Uint8Array;
}

/** @throws EspalierError `encoder.invalid-forest` when the bytes are not a model. */
export async function openBooster(
  xgb: XGBoost,
  { task, bytes }: ForestBytes,
  params: BoosterParams = {},
): Promise<Booster> {
  return await translated('encoder.invalid-forest', `The forest of task ${task} can't be opened`, () =>
    Booster.load(xgb, bytes, params),
  );
}

/** Runs `work`; an error of XGBoost comes out as `code`, with `what` and XGBoost's own words as the message. */
export async function translated<T>(code: ErrorCode, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof XGBoostError)) throw cause;
    throw new EspalierError(code, `${what}: ${cause.message}.`, { cause, details: { xgboost: cause.code } });
  }
}
