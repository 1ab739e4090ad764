/** Responsible for one encoder rank's work: its share of the rows and forests, checkpoints, what they leave behind. */
import { resolveNativePart } from '@espalier/native';
import { digestOf, digestOfJson } from '@espalier/store';
import type { RankResult } from '@espalier/workflows';
import { loadXgboost, type XGBoost } from '@espalier/xgboost';
import { joinLanes } from '../../gang/join-gang.js';
import { peerPatienceSeconds } from '../../gang/peer-patience.js';
import type { RankServices } from '../../gang/rank-services.js';
import { ForestSaver, readForests, saveForests } from './encoder-checkpoint.js';
import { type FitOptions, type FitProgress, type FittedForest, fitForests } from './encoder-fit.js';
import { laneCount } from './encoder-lanes.js';
import { jsonBytes, writeForests } from './encoder-output.js';
import { type EncoderRows, readEncoderRows } from './encoder-rows.js';
import { encoderShare } from './encoder-share.js';
import { gatherForests } from './gather-forests.js';

export async function runEncoderRank(services: RankServices): Promise<RankResult> {
  const { settings, store, spec, input, attempt, reporter } = services;
  const { rank, worldSize } = input;
  const share = encoderShare(spec, input);
  reporter.phase('loading');
  const tasks = spec.tasks.map(({ name }) => name);
  const { rows, size } = await readEncoderRows(services, tasks, share.rowsOf);
  const from = await reporter.alive(readForests(services, share.saver));

  const library = resolveNativePart('xgboost', settings);
  const open = () => loadXgboost(library, { threads: 1 });
  const xgb = open();
  const saver = new ForestSaver((sofar, step) =>
    reporter.alive(saveForests(store, attempt, rank, sofar, step)),
  );
  const options: FitOptions = {
    planned: share.forests,
    settings: spec.encoder,
    from,
    onRound: ({ forests, ...progress }) =>
      reporter.report({ ...progress, losses: {}, phase: phaseOf(forests) }),
    onSegment: async (sofar, step) => {
      if (rank === share.saver) saver.offer(sofar, step);
    },
  };
  const further = () => Array.from({ length: laneCount(share.forests, size) - 1 }, open);
  const fitted = share.isTogether
    ? await fitTogether(services, [xgb, ...further()], rows, options)
    : await fitForests([xgb], rows, options);
  await saver.finish();

  const { modelDigest, read } = share.isTogether
    ? { modelDigest: digestOfJson(fitted.map(({ bytes }) => digestOf(bytes))), read: async () => fitted }
    : await reporter.alive(gatherForests(services, fitted));
  if (rank !== 0) return { rank, modelDigest, output: null };
  reporter.phase('uploading');
  const forests = await reporter.alive(read());
  const output = await reporter.alive(writeForests(xgb, store, forests, spec.tasks, worldSize));
  const written = await reporter.alive(store.putContent(jsonBytes(output)));
  return { rank, modelDigest, output: written };
}

/** Each forest with the other ranks, each on its rows. */
async function fitTogether(
  { settings, spec, input, reporter }: RankServices,
  lanes: readonly XGBoost[],
  rows: EncoderRows,
  options: FitOptions,
): Promise<FittedForest[]> {
  const peerPatience = peerPatienceSeconds(spec.training);
  const gang = await reporter.alive(
    joinLanes(lanes, settings, { ...input, onWaiting: reporter.waiting }, peerPatience),
  );
  // Inside a round ranks wait for each other, as long as one of fewer rows has to.
  const forests = await reporter.aliveWhileAdvancing(fitForests(lanes, rows, options), peerPatience * 1000);
  await reporter.alive(gang.leave());
  return forests;
}

function phaseOf(forests: FitProgress['forests']): string {
  const names = forests.map(({ task, fold }) => (fold === null ? task : `${task} without part ${fold + 1}`));
  return `fitting the ${names.length === 1 ? 'forest' : 'forests'} of ${names.join(' and ')}`;
}
