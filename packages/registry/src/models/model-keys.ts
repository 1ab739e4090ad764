/** Responsible for where a model lies in S3. Pure. Leaves to others: what lies there. */
import { numberedKey } from '../numbered-key.js';

export const modelsPrefix = 'models/';

export function aliasesKey(model: string): string {
  return `${modelsPrefix}${model}/aliases.json`;
}

export function changeKey(model: string, number: number): string {
  return numberedKey(`${modelsPrefix}${model}/changes/`, number);
}

export function versionKey(model: string, version: number): string {
  return numberedKey(`${modelsPrefix}${model}/versions/`, version);
}

/** Names the version that a run has registered. */
export function registrationKey(model: string, run: string): string {
  return `${modelsPrefix}${model}/runs/${run}.json`;
}
