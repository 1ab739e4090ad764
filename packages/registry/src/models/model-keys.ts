/** Responsible for where a model lies in S3. Pure. Leaves to others: what lies there. */

export const modelsPrefix = 'models/';

/** Of numbers in keys, so that these sort as the numbers do. */
const numberDigits = 8;

export function aliasesKey(model: string): string {
  return `${modelsPrefix}${model}/aliases.json`;
}

export function changeKey(model: string, number: number): string {
  return `${modelsPrefix}${model}/changes/${String(number).padStart(numberDigits, '0')}.json`;
}

export function versionKey(model: string, version: number): string {
  return `${modelsPrefix}${model}/versions/${String(version).padStart(numberDigits, '0')}.json`;
}

/** Names the version that a run has registered. */
export function registrationKey(model: string, run: string): string {
  return `${modelsPrefix}${model}/runs/${run}.json`;
}
