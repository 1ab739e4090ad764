/** Responsible for where a model lies in S3. Pure. Leaves to others: what lies there. */
import type { Digest } from '@espalier/domain';
import { digestHex } from '@espalier/store';
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

/** What the model's champions said of partitions as these arrived. */
export function watchPrefix(model: string): string {
  return `${modelsPrefix}${model}/watch/`;
}

export function watchKey({
  model,
  partition,
  pipeline,
  content,
}: {
  readonly model: string;
  /** May hold colons, and no slash. */
  readonly partition: string;
  readonly pipeline: string;
  readonly content: Digest;
}): string {
  return `${watchPrefix(model)}${partition}/${pipeline}/${digestHex(content)}.json`;
}
