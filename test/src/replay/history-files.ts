/** The recorded histories: where they lie, how they are read and written, and what is in their events. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';

const historiesDir = fileURLToPath(new URL('../../replay/histories', import.meta.url));

/** Temporal's own JSON form: what the CLI exports and every SDK replays. */
export type HistoryJson = { readonly events: readonly Record<string, unknown>[] };

export interface RecordedHistory {
  readonly file: string;
  readonly workflowId: string;
  readonly workflowType: string;
  readonly json: HistoryJson;
}

interface StartedAttributes {
  readonly workflowId?: string;
  readonly workflowType?: { readonly name?: string };
}

/** @throws RangeError for JSON that is no workflow's history */
export function asRecorded(file: string, json: HistoryJson): RecordedHistory {
  const started = json.events[0]?.workflowExecutionStartedEventAttributes as StartedAttributes | undefined;
  const workflowType = started?.workflowType?.name;
  if (started?.workflowId === undefined || workflowType === undefined) {
    throw new RangeError(`${file} does not begin with the start of a workflow`);
  }
  historyFromJSON(json); // throws if the events are not of Temporal's schema
  return { file, workflowId: started.workflowId, workflowType, json };
}

export function readHistories(): RecordedHistory[] {
  return readdirSync(historiesDir)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => asRecorded(file, JSON.parse(readFileSync(join(historiesDir, file), 'utf8'))));
}

/** @returns the name of the file: the workflow's type, then its ID */
export function writeHistory({ workflowId, workflowType, json }: RecordedHistory): string {
  mkdirSync(historiesDir, { recursive: true });
  const file = `${workflowType}.${workflowId.replaceAll(/[/:]/g, '.')}.json`;
  writeFileSync(join(historiesDir, file), `${JSON.stringify(json, null, 1)}\n`);
  return file;
}

/** Everything inside a JSON value, itself included. */
export function* valuesIn(value: unknown): Generator<unknown> {
  yield value;
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) yield* valuesIn(child);
  }
}

/** The decoded bytes of every payload in a history: inputs, results, heartbeats, details, search attributes. */
export function payloadsOf({ json }: RecordedHistory): Buffer[] {
  return [...valuesIn(json)]
    .filter(
      (value): value is { data: string } =>
        typeof value === 'object' &&
        value !== null &&
        'metadata' in value &&
        'data' in value &&
        typeof value.data === 'string',
    )
    .map(({ data }) => Buffer.from(data, 'base64'));
}
