/** How a difference is written in a sentence: with its sign, and a true minus. */
export function signedFigure(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}
