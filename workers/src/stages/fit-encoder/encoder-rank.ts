/** Responsible for one encoder rank's work: its share of the rows, the forests, checkpoints, what they leave behind. */
import { resolveNativePart } from '@espalier/native';
import { digestOf, digestOfJson } from '@espalier/store';
import type { RankResult } from '@espalier/workflows';
import { loadXgboost } from '@espalier/xgboost';
import { joinLanes } from '../../gang/join-gang.js';
import { peerPatienceSeconds } from '../../gang/peer-patience.js';
import type { RankServices } from '../../gang/rank-services.js';
import { ForestSaver, readForests, saveForests } from './encoder-checkpoint.js';
import { type FitProgress, fitForests } from './encoder-fit.js';
import { laneCount } from './encoder-lanes.js';
import { jsonBytes, writeForests } from './encoder-output.js';
import { plannedForests } from './encoder-plan.js';
import { readEncoderRows } from './encoder-rows.js';

export async function runEncoderRank(services: RankServices): Promise<RankResult> {
  const { settings, store, spec, input, attempt, reporter } = services;
  const tasks = spec.tasks.map(({ name }) => name);
  reporter.phase('loading');
  const { rows, size } = await readEncoderRows(services, tasks);
  const from = await reporter.alive(readForests(services));

  const planned = plannedForests(spec);
  const library = resolveNativePart('xgboost', settings);
  const open = () => loadXgboost(library, { threads: 1 });
  const xgb = open();
  const lanes = [xgb, ...Array.from({ length: laneCount(planned, size) - 1 }, open)];
  const peerPatience = peerPatienceSeconds(spec.training);
  const gang = await reporter.alive(
    joinLanes(lanes, settings, { ...input, onWaiting: reporter.waiting }, peerPatience),
  );
  const saver = new ForestSaver((sofar, step) => reporter.alive(saveForests(store, attempt, sofar, step)));
  const fitting = fitForests(lanes, rows, {
    planned,
    settings: spec.encoder,
    from,
    onRound: ({ forests, ...progress }) =>
      reporter.report({ ...progress, losses: {}, phase: phaseOf(forests) }),
    onSegment: async (sofar, step) => {
      if (input.rank === 0) saver.offer(sofar, step);
    },
  });
  // Inside a round ranks wait for each other, as long as one of fewer rows has to.
  const forests = await reporter.aliveWhileAdvancing(fitting, peerPatience * 1000);
  await reporter.alive(gang.leave());
  await saver.finish();

  const modelDigest = digestOfJson(forests.map(({ bytes }) => digestOf(bytes)));
  if (input.rank !== 0) return { rank: input.rank, modelDigest, output: null };
  reporter.phase('uploading');
  const output = await reporter.alive(writeForests(xgb, store, forests, spec.tasks, input.worldSize));
  const written = await reporter.alive(store.putContent(jsonBytes(output)));
  return { rank: 0, modelDigest, output: written };
}

function phaseOf(forests: FitProgress['forests']): string {
  const names = forests.map(({ task, fold }) => (fold === null ? task : `${task} without part ${fold + 1}`));
  return `fitting the ${names.length === 1 ? 'forest' : 'forests'} of ${names.join(' and ')}`;
}
