/**
 * Numbers may not lie far outside of training's range, by more than a standard deviation of training's, but for a few: the largest of a long tail is exceeded each
 * week. Moments do: time goes on.
 */
import { columnsOf, type DataCheck, type Judgement, percent } from './check.js';
import { strainOf } from './nulls.js';
import { leastShare } from './share-interval.js';

export const outOfRange: DataCheck = {
  name: 'outOfRange',
  judge({ settings: { outOfRange: most }, compared }) {
    const [training] = compared;
    if (most === 'off' || training === undefined) return [];
    return columnsOf(training, 'numeric').flatMap(({ name, newest }): Judgement[] => {
      if (newest.timeKind === 'moment' || newest.rows === 0) return [];
      const value = newest.outside / newest.rows;
      const passed = leastShare(newest.outside, newest.rows) <= most;
      const because = `${percent(value)} of the newest rows have a ${name} far outside of what training holds; at most ${percent(most)} passes`;
      return [{ against: 'training', of: name, value, passed, strain: strainOf(value, most), because }];
    });
  },
};
