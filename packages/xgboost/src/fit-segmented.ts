// Fits a forest in segments of rounds whose bytes are saved, so that a fit resumed from any of them ends in the same
// bytes as one that was never interrupted. It leaves storing the bytes, and the gang, to its caller.
import { Booster, type BoosterParams } from './booster.js';
import type { DMatrix } from './d-matrix.js';
import type { XGBoost } from './xgboost.js';
import { XGBoostError } from './xgboost-error.js';

/** A model saved at the end of a segment. */
export interface FitCheckpoint {
  /** The model, as `ubj`. */
  readonly bytes: Uint8Array;
  /** Rounds boosted so far. */
  readonly rounds: number;
}

export interface SegmentedFitOptions {
  /** XGBoost's parameters without `seed`, which `seed` below decides. */
  readonly params: BoosterParams;
  /** Rounds of the whole fit. */
  readonly rounds: number;
  /** Rounds of a segment. It is part of what fixes the bytes: resume with the same. */
  readonly segmentRounds: number;
  /** Seed of all sampling. */
  readonly seed: number;
  /** The checkpoint to continue from. Default: from the start. */
  readonly from?: FitCheckpoint;
  /** Called after each segment, the last included, and awaited before the next one begins. */
  readonly onSegment?: (checkpoint: FitCheckpoint) => void | Promise<void>;
  /** Called after each round with the number of rounds done. */
  readonly onRound?: (rounds: number) => void;
  /** Stops between two rounds; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Boosts `train` to `rounds` rounds and returns the last checkpoint.
 *
 * XGBoost saves no random state, so a plain resumed fit samples other rows and columns. Here every segment draws from
 * (seed, segment), whether its booster was opened from bytes or has fitted the segment before. With the same data, parameters, threads and world size the result is the same to the byte. In a gang every rank calls this with
 * the same options; use the instance for nothing else meanwhile, since boosters share its random state.
 * @throws XGBoostError `invalid-argument` when `from` is not at the end of a segment, or as `Booster.update`
 */
export async function fitSegmented(
  xgb: XGBoost,
  train: DMatrix,
  options: SegmentedFitOptions,
): Promise<FitCheckpoint> {
  requireAligned(options);
  const { from, rounds } = options;
  let checkpoint = from;
  let booster: Booster | undefined;
  try {
    while (checkpoint === undefined || checkpoint.rounds < rounds) {
      booster = await openAt(xgb, train, options, checkpoint, booster);
      checkpoint = await fitSegment(booster, train, options, checkpoint?.rounds ?? 0);
      await options.onSegment?.(checkpoint);
    }
  } finally {
    await booster?.dispose();
  }
  return checkpoint;
}

/** A booster that begins the segment after the checkpoint; the one that fitted the segment before where it can go on. */
async function openAt(
  xgb: XGBoost,
  train: DMatrix,
  options: SegmentedFitOptions,
  from: FitCheckpoint | undefined,
  before: Booster | undefined,
): Promise<Booster> {
  const seed = segmentSeed(options.seed, (from?.rounds ?? 0) / options.segmentRounds);
  const params = { ...options.params, seed };
  if (from === undefined) return Booster.create(xgb, params, [train]);
  if (before !== undefined && canGoOn(params)) {
    await before.restart(params);
    return before;
  }
  await before?.dispose();
  return Booster.load(xgb, from.bytes, params, [train]);
}

/** Whether a booster can be kept from segment to segment, and with it the margins that would be predicted anew by all trees so far. */
function canGoOn(params: BoosterParams): params is BoosterParams & { readonly tree_method: 'hist' } {
  const { tree_method, booster = 'gbtree', device = 'cpu', updater } = params;
  return tree_method === 'hist' && booster === 'gbtree' && device === 'cpu' && updater === undefined;
}

async function fitSegment(
  booster: Booster,
  train: DMatrix,
  { rounds, segmentRounds, signal, onRound }: SegmentedFitOptions,
  begin: number,
): Promise<FitCheckpoint> {
  const end = Math.min(begin + segmentRounds, rounds);
  for (let round = begin; round < end; round += 1) {
    signal?.throwIfAborted();
    await booster.update(round, train);
    onRound?.(round + 1);
  }
  return { bytes: await booster.saveBytes('ubj'), rounds: end };
}

function requireAligned({ rounds, segmentRounds, from }: SegmentedFitOptions): void {
  if (!isPositiveInteger(rounds) || !isPositiveInteger(segmentRounds)) {
    throw new XGBoostError('invalid-argument', 'rounds and segmentRounds must be whole numbers >= 1');
  }
  const begin = from?.rounds ?? 0;
  if (begin > rounds || (begin < rounds && begin % segmentRounds !== 0)) {
    throw new XGBoostError(
      'invalid-argument',
      `A fit of ${rounds} rounds in segments of ${segmentRounds} cannot continue from round ${begin}`,
    );
  }
}

function isPositiveInteger(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

// MurmurHash3's finalizer over both numbers: neighbouring seeds and segments get unrelated ones. XGBoost's seed is a
// signed integer, hence 31 bits.
function segmentSeed(seed: number, segment: number): number {
  return mix(mix(seed >>> 0) + segment) >>> 1;
}

function mix(value: number): number {
  let bits = (value + 0x9e3779b9) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
