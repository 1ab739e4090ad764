/** A rank of `bench scaling`, a process of its own: joins its gang, then takes steps when it is told to. */
import { SharedMemorySums } from '@espalier/collectives';
import { resolveNativePart } from '@espalier/native';
import { type Collective, joinCluster, loadTensorFlow, reserveAddress } from '@espalier/tensorflow';
import { bindToCoreShare } from '@espalier/workers/core-share';
import { Communicator, loadXgboost } from '@espalier/xgboost';
import { createProblemStep } from '../training/problem-step.js';
import { batchesAtHand, problemTasks } from '../training/training-problem.js';
import type { JoinMessage, RankAssignment, RankReport, RunMessage } from './rank-contract.js';

const timeoutSeconds = 60;
const assignment = JSON.parse(process.argv[2] ?? '') as RankAssignment;
const { way, rank, worldSize, threads, globalRows } = assignment;

// As the product's ranks do.
bindToCoreShare(rank, worldSize);

const tell = (report: RankReport) => process.send?.(report);

async function join({ addresses, secret, workerArgs }: JoinMessage): Promise<Collective | undefined> {
  switch (way) {
    case 'alone':
      return undefined;
    case 'shared-memory':
      return {
        kind: 'host',
        reducer: await SharedMemorySums.join({ secret, rank, worldSize, timeoutSeconds }),
      };
    case 'xgboost': {
      const xgb = loadXgboost(resolveNativePart('xgboost'));
      const communicator = await Communicator.init(xgb, { ...workerArgs, taskId: rank, timeoutSeconds });
      return {
        kind: 'host',
        reducer: { worldSize, rank, allReduceSum: (buffer) => communicator.allreduceSum(buffer) },
      };
    }
    case 'graph':
      return joinCluster({ addresses, rank, timeoutSeconds, threads });
  }
}

async function work(message: JoinMessage): Promise<void> {
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads });
  const collective = await join(message);
  const batchAt = batchesAtHand({ globalRows, rank, worldSize });
  const step = await createProblemStep(tf, {
    rows: batchAt(0).rows,
    threads,
    ...(collective === undefined ? {} : { collective }),
  });
  const [task] = problemTasks;
  let done = 0;
  const run = async (steps: number) => {
    const losses: number[] = [];
    const startedMs = performance.now();
    for (const last = done + steps; done < last; done++) {
      losses.push((await step.run(batchAt(done)))[task ?? ''] ?? Number.NaN);
    }
    tell({ kind: 'done', seconds: (performance.now() - startedMs) / 1000, losses });
  };
  process.on('message', ({ steps }: RunMessage) => void run(steps));
  tell({ kind: 'ready' });
}

// Native threads can keep a rank from an orderly end: it goes at once when its parent goes.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.once('message', (message: JoinMessage) => void work(message));
tell({ kind: 'address', address: await reserveAddress() });
