/** Values that training has no code for may not become much more frequent than rare ones are in training. */
import { columnsOf, type DataCheck, type Judgement, percent } from './check.js';
import { strainOf } from './nulls.js';
import { leastShare } from './share-interval.js';

export const newCategories: DataCheck = {
  name: 'newCategories',
  judge({ settings: { newCategories: most }, compared }) {
    const [training] = compared;
    if (most === 'off' || training === undefined) return [];
    return columnsOf(training, 'categorical').flatMap(({ name, reference, newest }): Judgement[] => {
      if (reference.rows === 0 || newest.rows === 0) return [];
      const [before, now] = [reference.unseen / reference.rows, newest.unseen / newest.rows];
      const value = now - before;
      const passed = leastShare(newest.unseen, newest.rows) <= before + most;
      const because = `${percent(now)} of the newest rows have a ${name} that training has no code for, ${percent(before)} of training's own; at most ${percent(most)} more passes`;
      return [{ against: 'training', of: name, value, passed, strain: strainOf(value, most), because }];
    });
  },
};
