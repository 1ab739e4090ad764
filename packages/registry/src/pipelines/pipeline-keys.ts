/** Responsible for where a registered pipeline lies in S3. Pure. Leaves to others: what lies there. */
export const pipelinesPrefix = 'pipelines/';

/** Of numbers in keys, so that these sort as the numbers do. */
const numberDigits = 8;

export function versionsPrefix(pipeline: string): string {
  return `${pipelinesPrefix}${pipeline}/versions/`;
}

export function pipelineVersionKey(pipeline: string, version: number): string {
  return `${versionsPrefix(pipeline)}${String(version).padStart(numberDigits, '0')}.json`;
}
