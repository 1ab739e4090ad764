/** Responsible for tails of Student's t distribution: how likely a figure is by chance alone. Leaves to others: intervals (interval.ts). */

const smallest = 1e-300;
const precision = 1e-15;
/** The fraction takes about the square root of the degrees of freedom. */
const mostTerms = 200_000;

/**
 * P(T > t) of Student's t with `degreesOfFreedom`: half of I_x(n/2, 1/2) at x = n/(n + t²) for t >= 0 (Abramowitz & Stegun 26.7.1).
 * @param degreesOfFreedom 1 at least
 */
export function studentTail(t: number, degreesOfFreedom: number): number {
  const n = degreesOfFreedom;
  const tail = 0.5 * incompleteBeta(n / (n + t * t), (t * t) / (n + t * t), n / 2, 0.5);
  return t >= 0 ? tail : 1 - tail;
}

/** I_x(a, b), regularized; `y` is 1 - x, which would lose digits where x is near 1. By the symmetry I_x(a, b) = 1 - I_y(b, a). */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(y, b, a)) / b;
}

/** The continued fraction of I_x(a, b) (DLMF 8.17.22), by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < smallest ? smallest : value;
}

const lanczos = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x >= 0.5 (Lanczos 1964, with the coefficients of g = 7, n = 9). */
function logGamma(x: number): number {
  const [first = 0, ...others] = lanczos;
  const z = x - 1;
  const t = z + 7.5;
  const sum = others.reduce((total, coefficient, index) => total + coefficient / (z + index + 1), first);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}
