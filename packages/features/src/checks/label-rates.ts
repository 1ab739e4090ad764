/**
 * A task's rate may not be far from training's. The ratio's interval allows for chance on both sides: given how many positives there are in all, those
 * among the newest rows are a share of them (Przyborowski and Wilenski 1940), of which it is Wilson's interval, 99 %.
 */
import { type DataCheck, figure, type Judgement, percent } from './check.js';
import { wilsonInterval } from './share-interval.js';

export const labelRates: DataCheck = {
  name: 'labelRates',
  judge({ settings: { labelRates: bounds }, labels }) {
    if (bounds === 'off') return [];
    const { atLeast, atMost } = bounds;
    return labels.flatMap(({ task, training, newest }): Judgement[] => {
      const positives = training.positives + newest.positives;
      if (training.rows === 0 || newest.rows === 0 || positives === 0) return [];
      const [now, before] = [newest.positives / newest.rows, training.positives / training.rows];
      const ratioOf = (share: number) => (share / (1 - share)) * (training.rows / newest.rows);
      const [low, high] = wilsonInterval(newest.positives, positives).map(ratioOf) as [number, number];
      const value = ratioOf(newest.positives / positives);
      const passed = low <= atMost && high >= atLeast;
      const told = `${percent(now)} of the newest rows, ${percent(before)} of training's: ${figure(value)} times as many (99 % interval ${figure(low)} to ${figure(high)})`;
      const because = `${task} is ${told}; ${atLeast} to ${atMost} passes`;
      const strain = Math.max(value / atMost, value === 0 ? Number.POSITIVE_INFINITY : atLeast / value);
      // With no positive in training there is no ratio to tell.
      const known = Number.isFinite(value) ? value : null;
      return [{ against: 'training', of: task, value: known, passed, strain, because }];
    });
  },
};
