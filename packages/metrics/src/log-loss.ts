/** Responsible for a row's cross-entropy. */

/** A float32 sigmoid reaches 0 and 1 exactly; one such row must not make the log loss infinite. */
const probabilityFloor = 1e-7;

/** In nats, the probability clipped to [1e-7, 1 - 1e-7]. */
export function rowLoss(label: number, probability: number): number {
  const clipped = Math.min(Math.max(probability, probabilityFloor), 1 - probabilityFloor);
  return label === 1 ? -Math.log(clipped) : -Math.log1p(-clipped);
}
