/** The registry of data checks: a line each. */
import type { CheckName } from '@espalier/domain';
import type { DataCheck } from './check.js';
import { ks } from './ks.js';
import { labelRates } from './label-rates.js';
import { newCategories } from './new-categories.js';
import { nulls } from './nulls.js';
import { outOfRange } from './out-of-range.js';
import { psi } from './psi.js';
import { rows } from './rows.js';
import { schema } from './schema.js';

export const dataChecks: { readonly [C in CheckName]: DataCheck } = {
  schema,
  rows,
  nulls,
  newCategories,
  outOfRange,
  labelRates,
  psi,
  ks,
};
