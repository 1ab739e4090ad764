/** Whether all sides do the same work, by the losses of their first steps. */
import type { StepCompetitor } from './step-competitor.js';

/**
 * Relative differences allowed at any compared step. Sums in another order differ in the last digits; Keras
 * squares the gradients of a table row before it adds up those of equal rows, which is other, not less, work; and
 * bfloat16 has eight bits of precision.
 */
const tolerances: Readonly<Record<string, number>> = { keras: 5e-2, 'compiled-bfloat16': 2e-2 };
const tightTolerance = 5e-5;

export interface LossComparison {
  readonly steps: number;
  /** Rows of a batch, for the message. */
  readonly rows: number;
  /** The side that the others are held to. */
  readonly reference: string;
}

/** @throws RangeError when a side's losses are not the reference's: the comparison would be of different work. */
export async function checkSameLosses(
  sides: ReadonlyMap<string, StepCompetitor>,
  { steps, rows, reference }: LossComparison,
): Promise<void> {
  const losses = new Map<string, readonly number[]>();
  for (const [name, side] of sides) losses.set(name, (await side.run(steps)).losses);
  const expected = losses.get(reference) ?? [];
  for (const [name, found] of losses) {
    const differences = expected.map((loss, step) => Math.abs((found[step] ?? Number.NaN) / loss - 1));
    const largest = Math.max(...differences);
    if (largest <= (tolerances[name] ?? tightTolerance)) continue;
    throw new RangeError(
      `at batch ${rows} ${name} does not do the work of ${reference}: losses ${found.join(', ')} instead of ${expected.join(', ')}`,
    );
  }
}
