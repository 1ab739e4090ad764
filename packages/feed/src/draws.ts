/** Responsible for draws as SQL: each is a function of the feed's seed, what is drawn, and for whom. */

/** What is drawn; a number stands for one purpose alone, for ever, so that a further draw changes no other. */
const purposes = [
  ...['activity', 'country', 'device', 'interest', 'giving', 'joined'],
  ...['author', 'topic', 'form', 'words', 'quality', 'created', 'direction', 'noise'],
  ...['visit', 'length', 'moment', 'tab', 'candidate', 'taste', 'tie'],
  ...['click', 'dwell', 'like', 'comment', 'share', 'hide'],
  ...['late', 'delay', 'lost', 'missing'],
] as const;
export type Purpose = (typeof purposes)[number];

/** Draws for one feed. Keys are SQL expressions of whole numbers. */
export class Draws {
  constructor(private readonly seed: number) {}

  /** A DOUBLE in [0, 1). */
  uniform(purpose: Purpose, ...keys: readonly (string | number)[]): string {
    const salt = this.seed * 1_000 + purposes.indexOf(purpose);
    const integers = keys.map((key) => `(${key})::BIGINT`);
    // Of several values DuckDB's hash is an exclusive or: without a second one, draws of two purposes would go together.
    const bits = `hash(hash(${[`${salt}::BIGINT`, ...integers].join(', ')}))`;
    // 53 bits are what a DOUBLE holds.
    return `((${bits} >> 11)::DOUBLE / 9007199254740992.0)`;
  }

  /** About N(0, 1): three uniform draws less their mean, times 2, have a variance of 1; never beyond 3. */
  normal(purpose: Purpose, ...keys: readonly (string | number)[]): string {
    const draws = [1, 2, 3].map((index) => this.uniform(purpose, ...keys, index));
    return `(2 * (${draws.join(' + ')} - 1.5))`;
  }

  /** One of the values, each as likely as its weight says. @param values text and weight; the weights add up to 1 */
  choice(
    purpose: Purpose,
    values: readonly (readonly [string, number])[],
    ...keys: readonly string[]
  ): string {
    const draw = this.uniform(purpose, ...keys);
    let upTo = 0;
    const cases = values.slice(0, -1).map(([value, weight]) => {
      upTo += weight;
      return `WHEN ${draw} < ${upTo.toFixed(6)} THEN '${value}'`;
    });
    return `CASE ${cases.join(' ')} ELSE '${values.at(-1)?.[0]}' END`;
  }
}
