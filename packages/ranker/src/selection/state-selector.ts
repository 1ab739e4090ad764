/**
 * Measures a training's states on early-stop rows as it goes, keeps the best one, and says when patience is over.
 * Leaves the decisions to `choose-state.ts` and `choose-models.ts`, and when to call it to the training loop.
 */
import {
  defaultTaskKind,
  type Measurement,
  type Selection,
  type TaskKindName,
  type TaskMeasurement,
  type TaskSelection,
} from '@espalier/domain';
import { columnOf, MeasuredRows, type ScoredModel, taskFigures } from '@espalier/metrics';
import type { TensorFlow } from '@espalier/tensorflow';
import type { NamedTensors } from '../network/named-tensors.js';
import type { Network } from '../network/network.js';
import { type Checkpoint, type SelectionProgress, splitTensors } from '../training/checkpoint.js';
import type { GradientReducer, StepLosses } from '../training/train-step.js';
import { chooseModel } from './choose-models.js';
import { bestMeasurement, isPatienceOver, type SelectionRule, selectionScore } from './choose-state.js';
import { type EarlyStopRows, gatherScores } from './early-stop-rows.js';
import { StateScores } from './state-scores.js';

export interface StateSelectorOptions extends Omit<SelectionRule, 'kinds'> {
  readonly tf: TensorFlow;
  readonly network: Network;
  readonly rows: EarlyStopRows;
  readonly reducer: GradientReducer;
  /** Whether states of a network over embeddings are scored by one native call, as a compiled step trains. Default false. */
  readonly compiled?: boolean;
  /** Steps between measurements; the last step is measured too. */
  readonly everySteps: number;
  readonly totalSteps: number;
  /** Goes on from here. */
  readonly from?: Checkpoint;
  /** Told after each measurement. */
  readonly onMeasured?: (curve: readonly Measurement[]) => void;
}

/** All ranks measure the same states at the same steps, and come to the same answers. */
export class StateSelector implements Disposable {
  readonly #options: StateSelectorOptions;
  readonly #states: StateScores;
  readonly #curve: Measurement[];
  /** Null where the forest is the best so far. */
  #best: NamedTensors | null;
  #losses: Record<string, number>;
  #lossRows: number;

  constructor(options: StateSelectorOptions) {
    const { from } = options;
    this.#options = options;
    this.#states = new StateScores(options);
    this.#curve = [...(from?.selection?.curve ?? [forestMeasurement(options)])];
    const best = from === undefined ? null : splitTensors(from.tensors).best;
    this.#best = best === null || best.size === 0 ? null : best;
    this.#losses = { ...from?.selection?.losses };
    this.#lossRows = from?.selection?.rows ?? 0;
  }

  /** A step's losses, for the next measurement. @param rows of the global batch */
  addLosses(losses: StepLosses, rows: number): void {
    for (const [task, loss] of Object.entries(losses)) {
      this.#losses[task] = (this.#losses[task] ?? 0) + loss * rows;
    }
    this.#lossRows += rows;
  }

  isDue(doneSteps: number): boolean {
    return doneSteps % this.#options.everySteps === 0 || doneSteps === this.#options.totalSteps;
  }

  /** @returns whether to train on */
  async measure(step: number, parameters: NamedTensors): Promise<boolean> {
    const { network, rows, patience, onMeasured } = this.#options;
    const scores = await this.#scores(parameters);
    const tasks = measureTasks(network, rows, scores);
    const forest = this.#curve[0]?.tasks ?? tasks;
    const measurement: Measurement = {
      step,
      tasks,
      trainingLosses: Object.fromEntries(
        Object.entries(this.#losses).map(([task, sum]) => [task, sum / this.#lossRows]),
      ),
      score: selectionScore(tasks, forest, { ...this.#options, kinds: kindsOf(network) }),
    };
    this.#curve.push(measurement);
    if (bestMeasurement(this.#curve) === measurement) this.#best = parameters;
    this.#losses = {};
    this.#lossRows = 0;
    onMeasured?.(this.#curve);
    return !isPatienceOver(this.#curve, patience);
  }

  /** What a checkpoint keeps; nothing in it changes later. */
  progress(): { readonly selection: SelectionProgress; readonly best: NamedTensors | null } {
    const selection = { curve: [...this.#curve], losses: { ...this.#losses }, rows: this.#lossRows };
    return { selection, best: this.#best };
  }

  /** The best state's parameters, or the last one's where the forest is the best, and what each task publishes. */
  async choose(
    last: NamedTensors,
    lastStep: number,
  ): Promise<{ parameters: NamedTensors; selection: Selection }> {
    const { network, rows, metric, totalSteps } = this.#options;
    const { step: bestStep } = bestMeasurement(this.#curve);
    const best = this.#best;
    const scores = best === null ? null : await this.#scores(best);
    const tasks = network.tasks.map((task, column): [string, TaskSelection] => {
      const kind = network.kinds[column] as TaskKindName;
      if (scores === null)
        return [task, { model: 'forest', reason: 'no state of the network was better than the forest' }];
      const { labels, forest, clusters } = rows;
      const held = MeasuredRows.inMemory(labels[task] as Float32Array, clusters);
      const [challenger, baseline] = [scores, forest].map((of) => held.scoredBy(columnOf(of[task] ?? [])));
      const comparison = taskFigures[kind].compare(
        held,
        [challenger as ScoredModel],
        [baseline as ScoredModel],
      );
      return [task, chooseModel(kind, comparison)];
    });
    const selection = {
      metric,
      rows: rows.rows,
      bestStep,
      lastStep,
      totalSteps,
      curve: this.#curve,
      tasks: Object.fromEntries(tasks),
      ...otherKinds(network),
    };
    return { parameters: best ?? last, selection };
  }

  [Symbol.dispose](): void {
    this.#states[Symbol.dispose]();
  }

  async #scores(parameters: NamedTensors): Promise<Record<string, Float32Array>> {
    const { network, rows, reducer } = this.#options;
    using scorer = await this.#states.open(parameters);
    return await gatherScores(reducer, rows.rows, network.tasks, rows.part, (start, end) =>
      scorer.score(start, end),
    );
  }
}

function forestMeasurement({ network, rows, ...rule }: StateSelectorOptions): Measurement {
  const tasks = measureTasks(network, rows, rows.forest);
  const score = selectionScore(tasks, tasks, { ...rule, kinds: kindsOf(network) });
  return { step: 0, tasks, trainingLosses: null, score };
}

/** For the selection, which names none where all are of the default kind. */
export function otherKinds({ tasks, kinds }: Pick<Network, 'tasks' | 'kinds'>): Pick<Selection, 'kinds'> {
  return kinds.every((kind) => kind === defaultTaskKind)
    ? {}
    : { kinds: Object.fromEntries(tasks.map((task, column) => [task, kinds[column] as TaskKindName])) };
}

function kindsOf({ tasks, kinds }: Network): Record<string, TaskKindName> {
  return Object.fromEntries(tasks.map((task, column) => [task, kinds[column] as TaskKindName]));
}

function measureTasks(
  { tasks, kinds }: Network,
  { labels }: EarlyStopRows,
  scores: Readonly<Record<string, Float32Array>>,
): Record<string, TaskMeasurement> {
  return Object.fromEntries(
    tasks.map((task, column) => {
      const rows = MeasuredRows.inMemory(labels[task] as Float32Array, null);
      const scored = rows.scoredBy(columnOf(scores[task] as Float32Array));
      return [task, taskFigures[kinds[column] as TaskKindName].measure(rows, scored)];
    }),
  );
}
