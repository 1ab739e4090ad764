/** What a run's ID says of it: `PIPELINE-YYYYMMDD-HHMMSS-xxxx`. Leaves to others: making one. */

const runIdPattern =
  /^(?<pipeline>.+)-(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)-(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)-[0-9a-z]{4}$/;

export interface NamedRun {
  readonly runId: string;
  readonly pipeline: string;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
}

/** Null for what is no run's ID. */
export function runNamed(runId: string): NamedRun | null {
  const groups = runIdPattern.exec(runId)?.groups;
  if (groups === undefined) return null;
  const { pipeline = '', year, month, day, hour, minute, second } = groups;
  return { runId, pipeline, startedAtMs: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) };
}
