/**
 * The training of one rank from its first step (or a checkpoint) to its last.
 * Leaves computing a step to `TrainStep`, assembling batches to `BatchFeeder`, and storing checkpoints and telling people to
 * callbacks, and when a checkpoint is due to `checkpointSchedule`.
 */
import { setImmediate } from 'node:timers/promises';
import { type CheckpointSpacing, EspalierError } from '@espalier/domain';
import { rowsAfter, stepsPerEpoch } from '../data/batch-plan.js';
import type { BatchSource } from '../feeding/batch-feeder.js';
import type { NamedTensors } from '../network/named-tensors.js';
import type { StateSelector } from '../selection/state-selector.js';
import { bestName, type Checkpoint, splitTensors } from './checkpoint.js';
import { checkpointSchedule } from './checkpoint-schedule.js';
import type { PaceRecorder } from './pace-recorder.js';
import type { StepLosses, TrainStep } from './train-step.js';

export interface TrainConfig {
  /** Fixes the order of the rows. */
  readonly seed: number;
  /** Rows of a global batch, over all ranks. */
  readonly batchSize: number;
  readonly epochs: number;
  /** `onCheckpoint` is never called at the last step, whose state is returned. Shapes nothing of the result. */
  readonly checkpointEvery: CheckpointSpacing;
}

export interface TrainProgress {
  readonly doneSteps: number;
  readonly totalSteps: number;
  /** Epoch of the step just done, from 0. */
  readonly epoch: number;
  /** Rows seen so far, over all ranks. */
  readonly doneRows: number;
  readonly losses: StepLosses;
}

export interface TrainLoopOptions {
  readonly step: TrainStep;
  /**
   * Opened for the same training and rank, its first step that of `from`; the caller closes it. To end a wait for a batch
   * too, open it with the same signal.
   */
  readonly batches: BatchSource;
  readonly config: TrainConfig;
  readonly rank: number;
  readonly worldSize: number;
  /** Goes on from here, which `checkCheckpoint` has found to fit; without it, from the step's own start. */
  readonly from?: Checkpoint;
  /** Measures states and ends the training when none gets better; without it, the last state counts. */
  readonly selector?: Pick<StateSelector, 'addLosses' | 'isDue' | 'measure' | 'progress'>;
  readonly signal?: AbortSignal;
  /** Told what each step's time goes into. */
  readonly pace?: Pick<PaceRecorder, 'lap' | 'stepped' | 'endStep'>;
  /** Called after every step. */
  readonly onProgress?: (progress: TrainProgress) => void;
  /**
   * Called on rank 0 as `checkpointEvery` says. Training goes on meanwhile; the next checkpoint, and the end, wait for
   * it. A rejection ends the training.
   */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => Promise<void>;
}

/** Steps of a whole training. */
export function totalSteps(rows: number, config: Pick<TrainConfig, 'batchSize' | 'epochs'>): number {
  return stepsPerEpoch(rows, config.batchSize) * config.epochs;
}

/**
 * Returns the state after the last step, be it that the selector's patience was over, as a checkpoint. The same rows, configuration and world size give the same bytes,
 * however often the training was stopped and resumed.
 *
 * @throws RangeError when `batches` were opened for another training or step
 * @throws EspalierError `trainer.nan-loss` naming the step and the first task whose loss is not finite;
 *   `trainer.invalid-checkpoint` when `from` is of another network; the signal's reason when aborted
 */
export async function trainLoop(options: TrainLoopOptions): Promise<Checkpoint> {
  const { step: trainStep, batches, config, rank, worldSize, from, selector, signal, pace } = options;
  const total = totalSteps(batches.rows, config);
  const firstStep = from?.step ?? 0;
  if (batches.totalSteps !== total || batches.nextStep !== firstStep) {
    throw new RangeError(
      `The batches start at step ${batches.nextStep} of ${batches.totalSteps}, the training at ${firstStep} of ${total}.`,
    );
  }
  if (from !== undefined) trainStep.writeState({ ...from, tensors: splitTensors(from.tensors).state });
  const epochLosses: StepLosses[] = [...(from?.epochLosses ?? [])];
  let running: Record<string, number> = { ...from?.runningLosses };
  const schedule = checkpointSchedule(config.checkpointEvery);
  let upload: Promise<void> = Promise.resolve();
  let storing = false;
  let uploadFailure: { reason: unknown } | null = null;

  const snapshot = (): Checkpoint => {
    const state = trainStep.readState();
    const { selection, best } = selector?.progress() ?? { selection: undefined, best: null };
    return {
      ...state,
      tensors: best === null ? state.tensors : withBest(state.tensors, best),
      seed: config.seed,
      worldSize,
      epochLosses: [...epochLosses],
      runningLosses: { ...running },
      ...(selection === undefined ? {} : { selection }),
    };
  };

  for (let step = firstStep; step < total; step++) {
    // A step blocks the event loop, and a reduction that resolves at once never leaves it: let timers and messages in.
    await setImmediate();
    signal?.throwIfAborted();
    if (uploadFailure !== null) break;
    pace?.lap('other');
    const batch = await batches.next();
    pace?.lap('input');
    const { epoch, globalRows } = batch;
    // A step that has rejected may still read the batch.
    const losses = await trainStep.run(batch);
    pace?.stepped(globalRows, losses);
    batch.release();
    refuseNaN(losses, step, epoch);
    for (const [task, loss] of Object.entries(losses)) {
      running[task] = (running[task] ?? 0) + loss * globalRows;
    }
    selector?.addLosses(losses, globalRows);
    const done = step + 1;
    if (done % batches.stepsPerEpoch === 0) {
      epochLosses.push(
        Object.fromEntries(Object.entries(running).map(([task, sum]) => [task, sum / batches.rows])),
      );
      running = {};
    }
    options.onProgress?.({
      doneSteps: done,
      totalSteps: total,
      epoch,
      doneRows: rowsAfter(done, batches.rows, config.batchSize),
      losses,
    });
    // Before a checkpoint at the same step, which then holds the measurement.
    if (selector?.isDue(done)) {
      pace?.lap('other');
      const goesOn = await selector.measure(done, trainStep.readParameters());
      pace?.lap('measuring');
      if (!goesOn) break;
    }
    const { onCheckpoint } = options;
    if (rank === 0 && onCheckpoint && done < total && schedule.isDue(done, storing)) {
      pace?.lap('other');
      await upload;
      storing = true;
      upload = onCheckpoint(snapshot())
        .catch((reason: unknown) => {
          uploadFailure = { reason };
        })
        .finally(() => {
          storing = false;
        });
      pace?.lap('checkpoint');
    }
    pace?.endStep();
  }
  pace?.lap('other');
  await upload;
  pace?.lap('checkpoint');
  if (uploadFailure !== null) throw (uploadFailure as { reason: unknown }).reason;
  return snapshot();
}

/** Copies the best state's parameters: whoever stores a checkpoint may take its memory over. */
function withBest(state: NamedTensors, best: NamedTensors): NamedTensors {
  const copies = [...best].map(
    ([name, { shape, values }]) => [bestName(name), { shape, values: values.slice() }] as const,
  );
  return new Map([...state, ...copies]);
}

function refuseNaN(losses: StepLosses, step: number, epoch: number): void {
  const broken = Object.entries(losses).find(([, loss]) => !Number.isFinite(loss));
  if (broken === undefined) return;
  const [task, loss] = broken;
  throw new EspalierError(
    'trainer.nan-loss',
    `The loss of task "${task}" is ${loss} at step ${step} (epoch ${epoch}); training stopped.`,
    { details: { task, step, epoch } },
  );
}
