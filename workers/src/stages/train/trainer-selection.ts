/** Responsible for which state of a trainer rank's network is published, as the spec asks for it. */
import type { LeafMap, Measurement, Selection } from '@espalier/domain';
import {
  type Checkpoint,
  type GradientReducer,
  type Network,
  openEarlyStopRows,
  otherKinds,
  StateSelector,
  splitTensors,
} from '@espalier/ranker';
import { measuringSteps, type PipelineSpec, trainingShares } from '@espalier/spec';
import { type TensorFlow, usesGpu } from '@espalier/tensorflow';
import type { RankInput } from '@espalier/workflows';
import { lossWeights } from './trainer-step.js';

export interface TrainerSelection extends Disposable {
  /** Null where nothing is measured. */
  readonly selector: StateSelector | null;
  /** What is published of a training that ended there. */
  choose(trained: Checkpoint): Promise<{ parameters: Checkpoint['tensors']; selection: Selection }>;
}

export interface SelectionInputs {
  readonly tf: TensorFlow;
  readonly network: Network;
  readonly leafMap: LeafMap;
  readonly spec: PipelineSpec;
  readonly input: Pick<RankInput, 'rank' | 'worldSize'>;
  readonly earlyStopPaths: readonly string[];
  readonly reducer: GradientReducer;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly from: Checkpoint | null;
  readonly onMeasured: (curve: readonly Measurement[]) => void;
}

/** Once the gang has met: all ranks measure together. */
export async function openTrainerSelection(inputs: SelectionInputs): Promise<TrainerSelection> {
  const { tf, network, leafMap, spec, input, earlyStopPaths, reducer, totalSteps, from } = inputs;
  const { earlyStopping } = spec.training;
  if (earlyStopPaths.length === 0) return unmeasured(inputs);
  const { rank, worldSize } = input;
  const rows = await openEarlyStopRows({
    shardPaths: earlyStopPaths,
    network,
    leafMap,
    rank,
    worldSize,
    reducer,
  });
  const selector = new StateSelector({
    tf,
    network,
    rows,
    reducer,
    metric: earlyStopping.metric,
    patience: earlyStopping.patience,
    lossWeights: lossWeights(spec.tasks),
    everySteps: measuringSteps(earlyStopping.every, inputs),
    totalSteps,
    compiled: spec.training.execution === 'compiled' && !usesGpu(tf),
    onMeasured: inputs.onMeasured,
    ...(from === null ? {} : { from }),
  });
  return {
    selector,
    choose: ({ tensors, step }) => selector.choose(splitTensors(tensors).state, step),
    [Symbol.dispose]: () => {
      selector[Symbol.dispose]();
      rows[Symbol.dispose]();
    },
  };
}

/** False where rows to show a gain on were wanted, and there are none. */
export function canShowGain(spec: PipelineSpec, earlyStopPaths: readonly string[]): boolean {
  return earlyStopPaths.length > 0 || trainingShares(spec.source.split).earlyStop === 0;
}

/**
 * Who asked for no early-stop rows gets the last state. Who asked for some, of which there are too few, gets the forest: nothing has shown
 * that the network is better.
 */
function unmeasured({ network, spec, totalSteps }: SelectionInputs): TrainerSelection {
  const task = !canShowGain(spec, [])
    ? ({ model: 'forest', reason: 'there were no early-stop rows to show a gain on' } as const)
    : ({ model: 'network', reason: 'its last state, unmeasured: source.split.earlyStop is 0' } as const);
  return {
    selector: null,
    choose: async ({ tensors, step }) => ({
      parameters: tensors,
      selection: {
        metric: spec.training.earlyStopping.metric,
        rows: 0,
        bestStep: step,
        lastStep: step,
        totalSteps,
        curve: [],
        tasks: Object.fromEntries(network.tasks.map((name) => [name, task])),
        ...otherKinds(network),
      },
    }),
    [Symbol.dispose]: () => {},
  };
}
