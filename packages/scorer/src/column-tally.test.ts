import type { FeatureSchema } from '@espalier/domain';
import { expect, it } from 'vitest';
import { ColumnTally } from './column-tally.js';

it.each(['constructor', '__proto__', 'toString'])('a column may have any name: %s', (name) => {
  const column = {
    kind: 'categorical',
    name,
    sql: `"${name}"`,
    values: ['a'],
    otherFraction: 0,
    nulls: 0,
  } as const;
  const schema: FeatureSchema = {
    columns: [column],
    tasks: [{ name: 'click', rows: 10, positives: 1 }],
    seed: 7,
  };
  const tally = new ColumnTally(schema);
  expect(tally.columns({})[0]?.unseenInTraining).toBe(0);
  expect(tally.columns(Object.fromEntries([[name, 0.25]]))[0]?.unseenInTraining).toBe(0.25);
});
