/**
 * Responsible for a round of a backfill: its partitions in order, so many at a time, each to its end; and for its end where it is cancelled.
 * Leaves to others: which partitions there are and what is done (S3, by activities), a run's turn among others (the pipeline's workflow).
 */
import {
  type BackfillProgress,
  type BackfillStatus,
  type EndedPartition,
  inOneLine,
  isSettled,
  noOutcomes,
  partitionOutcomes,
} from '@espalier/domain';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  patched,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { describeFailure } from '../failures.js';
import { cancelSignal, pipelineAttribute, statusAttribute } from '../messages.js';
import { askingOfBackfill, waitingOfBackfill } from './backfill-activities.js';
import {
  type BackfillInput,
  type BackfillState,
  backfillQuery,
  type PartitionTurn,
} from './backfill-messages.js';

const keptTroubles = 20;

interface Going {
  readonly label: string;
  readonly runId: string | null;
  /** Whether the run is cancelled with the backfill. */
  readonly isOwn: boolean;
}

/** Why no further partition is begun. */
interface Ending {
  readonly reason: string;
  /** Runs that go are cancelled; otherwise they are waited for. */
  readonly cancels: boolean;
}

/** `backfill/ID` */
export async function backfillPartitions(input: BackfillInput): Promise<BackfillProgress> {
  const backfill = new Backfill(input);
  setHandler(backfillQuery, () => backfill.progress);
  setHandler(cancelSignal, (reason) => backfill.cancel(reason));
  upsertSearchAttributes([
    { key: pipelineAttribute, value: input.pipeline },
    { key: statusAttribute, value: 'running' },
  ]);
  // Asked of Temporal itself it ends in the same good order.
  CancellationScope.current().cancelRequested.catch(() => backfill.cancel('cancelled in Temporal'));
  return CancellationScope.nonCancellable(async () => {
    await backfill.walk();
    await condition(allHandlersFinished);
    const { state } = backfill;
    if (!backfill.isOver) {
      await continueAsNew<typeof backfillPartitions>({ ...input, continued: state });
    }
    const status = backfill.end();
    upsertSearchAttributes([{ key: statusAttribute, value: status }]);
    await askingOfBackfill().recordRoundEnd(input.id, input.round, status);
    return backfill.progress;
  });
}

class Backfill {
  #next: number;
  #counts: BackfillState['counts'];
  #troubles: BackfillState['troubles'];
  #status: BackfillStatus = 'running';
  #ending: Ending | null = null;
  readonly #going = new Map<number, Going>();

  constructor(private readonly input: BackfillInput) {
    const { next, counts, troubles } = input.continued ?? { next: 0, counts: noOutcomes, troubles: [] };
    this.#next = next;
    this.#counts = counts;
    this.#troubles = troubles;
  }

  get state(): BackfillState {
    return { next: this.#next, counts: this.#counts, troubles: this.#troubles };
  }

  get progress(): BackfillProgress {
    const { round, total } = this.input;
    const { counts, troubles } = this.state;
    const begun = [...this.#going.values()].filter(({ label }) => label !== '');
    return {
      ...{ round, status: this.#status, total, counts, troubles },
      running: begun.map(({ label, runId }) => ({ label, runId })),
      reason: this.#ending?.reason ?? null,
    };
  }

  /** Nothing further is begun, and not for the length of the history. */
  get isOver(): boolean {
    return this.#ending !== null || this.#next >= this.input.total;
  }

  async cancel(reason: string): Promise<void> {
    if (this.#ending?.cancels) return;
    this.#ending = { reason, cancels: true };
    for (const going of this.#going.values()) await this.#cancelRun(going);
  }

  /** Until all are through, or the history is long, and nothing goes any more. */
  async walk(): Promise<void> {
    const { limit, longestHistory } = this.input;
    const isLong = () =>
      workflowInfo().continueAsNewSuggested || workflowInfo().historyLength >= longestHistory;
    const mayBegin = () => !this.isOver && !isLong();
    do {
      while (mayBegin() && this.#going.size < limit) this.#begin();
      const { size } = this.#going;
      if (size > 0) await condition(() => this.#going.size < size);
    } while (this.#going.size > 0 || mayBegin());
  }

  end(): Exclude<BackfillStatus, 'running'> {
    const isWhole = partitionOutcomes.every((outcome) => isSettled(outcome) || this.#counts[outcome] === 0);
    const status = this.#ending?.cancels ? 'cancelled' : isWhole ? 'succeeded' : 'failed';
    this.#status = status;
    return status;
  }

  #begin(): void {
    const place = this.#next;
    this.#next += 1;
    this.#going.set(place, { label: '', runId: null, isOwn: false });
    void this.#run(place)
      .catch((error: unknown) => this.#breakOff(place, error))
      .then((ended) => {
        this.#going.delete(place);
        this.#tell(ended);
      });
  }

  async #run(place: number): Promise<EndedPartition> {
    const { id, round } = this.input;
    const started = await askingOfBackfill().startPartition(this.#turn(place));
    if (started.kind === 'ended') return started.ended;
    const { label, runId, isOwn } = started;
    const going = { label, runId, isOwn };
    this.#going.set(place, going);
    // It was cancelled while the run was started.
    if (this.#ending?.cancels) await this.#cancelRun(going);
    const status = await waitingOfBackfill().awaitPartition({ id, round, label, runId });
    return { label, outcome: status === 'running' ? 'failed' : status, runId, problem: null };
  }

  /** What is wrong is wrong for the next one too. */
  async #breakOff(place: number, error: unknown): Promise<EndedPartition> {
    const { label = '', runId = null } = this.#going.get(place) ?? {};
    const name = label === '' ? `partition ${place + 1} of the round` : label;
    const problem = describeFailure(error);
    const told = { label: name, outcome: 'refused', runId, problem } as const;
    if (!patched('a-fault-ends-the-backfill')) return told;
    this.#ending ??= { reason: `${name}: ${inOneLine(problem)}`, cancels: false };
    // Where even that can't be kept, the progress has it.
    return askingOfBackfill()
      .recordUnforeseen(this.#turn(place), runId, problem)
      .catch(() => told);
  }

  #turn(place: number): PartitionTurn {
    const { id, pipeline, version, round, isFresh } = this.input;
    return { id, pipeline, version, round, isFresh, place };
  }

  async #cancelRun({ runId, isOwn }: Going): Promise<void> {
    if (runId === null || !isOwn) return;
    const reason = `its backfill was cancelled: ${this.#ending?.reason}`;
    // It may have ended meanwhile.
    const run = getExternalWorkflowHandle(runId);
    // Also where Temporal itself has cancelled the backfill.
    await CancellationScope.nonCancellable(() => run.signal(cancelSignal, reason)).catch(() => undefined);
  }

  #tell(ended: EndedPartition): void {
    const { outcome, label } = ended;
    this.#counts = { ...this.#counts, [outcome]: this.#counts[outcome] + 1 };
    if (isSettled(outcome)) return;
    this.#troubles = [ended, ...this.#troubles].slice(0, keptTroubles);
    const hasFailed = outcome === 'failed' || outcome === 'refused';
    if (this.input.stopOnFailure && hasFailed) {
      this.#ending ??= { reason: `${label} did not succeed, and it was to stop then`, cancels: false };
    }
  }
}
