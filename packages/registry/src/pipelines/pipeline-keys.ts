/** Responsible for where a registered pipeline lies in S3. Pure. Leaves to others: what lies there. */
import { numberedKey } from '../numbered-key.js';

export const pipelinesPrefix = 'pipelines/';

export function versionsPrefix(pipeline: string): string {
  return `${pipelinesPrefix}${pipeline}/versions/`;
}

export function pipelineVersionKey(pipeline: string, version: number): string {
  return numberedKey(versionsPrefix(pipeline), version);
}

/** What a partition of the pipeline's source holds by now. */
export function contentKey(pipeline: string, label: string): string {
  return `${pipelinesPrefix}${pipeline}/contents/${label}.json`;
}

/** Runs that have ended for a partition. */
export function endsPrefix(pipeline: string): string {
  return `${pipelinesPrefix}${pipeline}/ends/`;
}

export function failedChecksPrefix(pipeline: string): string {
  return `${pipelinesPrefix}${pipeline}/failed-checks/`;
}

export function failedCheckKey(pipeline: string, partition: string): string {
  return `${failedChecksPrefix(pipeline)}${partition}.json`;
}
