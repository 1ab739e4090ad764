/**
 * One rank as a process of its own: real batches, real steps, XGBoost's communicator, checkpoints as bytes.
 * Goes on to a next job where it can; a rank whose gang has failed ends, as the product's do.
 */
import { resolveNativePart } from '@espalier/native';
import { Communicator, exitImmediately, loadXgboost, Tracker, type XGBoost } from '@espalier/xgboost';
import { fitForest } from './fit-forest.js';
import type { RankJob, RankReport } from './rank-messages.js';
import { trainNetwork } from './train-network.js';

const tellTeam = (report: RankReport) =>
  new Promise<void>((resolve) => {
    if (process.send === undefined) throw new Error('a rank is started by its team');
    process.send(report, () => resolve());
  });

const aborted = new Error('aborted');

async function joinGang(xgb: XGBoost, { training, rank, workerArgs }: RankJob) {
  const { worldSize } = training;
  if (worldSize === 1) return { communicator: null, leave: async () => {} };
  const tracker = rank === 0 ? await Tracker.start(xgb, { worldSize, timeoutSeconds: 30 }) : null;
  if (tracker !== null) void tellTeam({ kind: 'meeting', workerArgs: tracker.workerArgs });
  const meeting = tracker?.workerArgs ?? workerArgs;
  if (meeting === undefined) throw new Error('only rank 0 opens a meeting');
  const communicator = await Communicator.init(xgb, { ...meeting, taskId: rank, timeoutSeconds: 30 });
  const leave = async () => {
    await communicator.finalize();
    await tracker?.waitForCompletion();
    await tracker?.dispose();
  };
  return { communicator, leave };
}

async function work(job: RankJob): Promise<string> {
  const xgb = loadXgboost(resolveNativePart('xgboost'));
  const controller = new AbortController();
  const killAtEdge = (doneSteps: number) => {
    if (doneSteps >= (job.killAfterSteps ?? Number.POSITIVE_INFINITY)) process.kill(process.pid, 'SIGKILL');
  };
  const options = {
    job,
    xgb,
    signal: controller.signal,
    onBegin: (step: number) => {
      void tellTeam({ kind: 'began', step });
      killAtEdge(step);
    },
    onStep: (doneSteps: number) => {
      void tellTeam({ kind: 'step', doneSteps });
      killAtEdge(doneSteps);
      if (job.abort === undefined || doneSteps < job.abort.afterSteps) return;
      setTimeout(() => controller.abort(aborted), job.abort.delayMs);
    },
    onSaving: (step: number) => void tellTeam({ kind: 'saving', step }),
    meet: () => joinGang(xgb, job),
  };
  const { training } = job;
  const digest = await (training.kind === 'network'
    ? trainNetwork(training, options)
    : fitForest(training, options));
  // Only here: a gang that has failed would keep it waiting.
  await xgb.close();
  return digest;
}

process.on('message', async (job: RankJob) => {
  try {
    await tellTeam({ kind: 'done', digest: await work(job) });
  } catch (error) {
    if (error === aborted) await tellTeam({ kind: 'aborted' });
    else {
      const { code = 'unexpected', message = String(error) } = error as { code?: string; message?: string };
      await tellTeam({ kind: 'failed', code, message });
    }
    // Alone it goes on in the same process, with whatever the broken-off training left in it.
    if (error !== aborted || job.training.worldSize > 1) exitImmediately(3);
  }
});
process.once('disconnect', () => exitImmediately(0));
