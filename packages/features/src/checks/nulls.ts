/** A column may not have many more NULLs than in training. */
import { columnsOf, type DataCheck, type Judgement, percent } from './check.js';
import { leastShare } from './share-interval.js';

export const nulls: DataCheck = {
  name: 'nulls',
  judge({ settings: { nulls: most }, compared }) {
    const [training] = compared;
    if (most === 'off' || training === undefined) return [];
    const columns = [...columnsOf(training, 'numeric'), ...columnsOf(training, 'categorical')];
    return columns.flatMap(({ name, reference, newest }): Judgement[] => {
      if (reference.rows === 0 || newest.rows === 0) return [];
      const [before, now] = [reference.nulls / reference.rows, newest.nulls / newest.rows];
      const value = now - before;
      const passed = leastShare(newest.nulls, newest.rows) <= before + most;
      const because = `${percent(now)} of the newest rows have no ${name}, ${percent(before)} of training's; at most ${percent(most)} more ${passed ? 'may be' : 'passes'}`;
      return [{ against: 'training', of: name, value, passed, strain: strainOf(value, most), because }];
    });
  },
};

/** How near an excess is to the most that passes, also where nothing may exceed. */
export function strainOf(value: number, most: number): number {
  return most > 0 ? value / most : value > 0 ? Number.POSITIVE_INFINITY : 0;
}
