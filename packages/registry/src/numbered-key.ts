/** Responsible for numbers in keys, so that these sort as the numbers do. Pure. */
const numberDigits = 8;

export function numberedKey(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(numberDigits, '0')}.json`;
}
