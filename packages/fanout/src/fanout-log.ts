/**
 * The log of a fan-out in a Redis stream: each outcome of each shard, in the order in which they came.
 * Leaves it to the ledger which of several outcomes of one shard counts.
 */
import { EspalierError, isErrorCode, type SerializedError } from '@espalier/domain';
import type { Redis } from 'ioredis';

export type LogEntry =
  | { readonly type: 'open'; readonly owner: string }
  | { readonly type: 'result'; readonly shard: number; readonly result: unknown }
  | { readonly type: 'failure'; readonly shard: number; readonly error: SerializedError };

/** Entries of one read; bounds memory and the time of one reply. */
const readCount = 2_000;

/**
 * Appends a shard's result; false if the fan-out is gone, so that nobody waits for it. The command is on its way when this returns.
 * @throws TypeError at once of a result that JSON has no form for
 */
export function logResult(redis: Redis, logKey: string, shard: number, result: unknown): Promise<boolean> {
  const text = JSON.stringify(result ?? null);
  return redis.xadd(logKey, 'NOMKSTREAM', '*', 'shard', shard, 'result', text).then((id) => id !== null);
}

/** Appends a shard's final failure; false if the fan-out is gone. */
export async function logFailure(
  redis: Redis,
  logKey: string,
  shard: number,
  error: EspalierError,
): Promise<boolean> {
  const text = JSON.stringify(error.serialize());
  return (await redis.xadd(logKey, 'NOMKSTREAM', '*', 'shard', shard, 'failure', text)) !== null;
}

/** Reads forward through a log, each entry once. */
export class LogReader {
  #position = '0';

  constructor(
    readonly logKey: string,
    private readonly redis: Redis,
  ) {}

  /** The next entries; waits up to `blockMs` for the first one, if given. */
  async read(blockMs?: number): Promise<LogEntry[]> {
    const blocking = blockMs === undefined ? [] : ['BLOCK', blockMs];
    const reply: unknown = await this.redis.call(
      'XREAD',
      'COUNT',
      readCount,
      ...blocking,
      'STREAMS',
      this.logKey,
      this.#position,
    );
    const entries: LogEntry[] = [];
    for (const [id, fields] of streamItems(reply)) {
      entries.push(parseEntry(fields));
      this.#position = id;
    }
    return entries;
  }

  /** All entries up to now. */
  async *drain(): AsyncGenerator<LogEntry[]> {
    for (;;) {
      const entries = await this.read();
      if (entries.length > 0) yield entries;
      if (entries.length < readCount) return;
    }
  }
}

/** Redis's reply to XREAD of one stream: `[[key, [[id, [name, value, ...]], ...]]]`, or null. */
function streamItems(reply: unknown): [id: string, fields: string[]][] {
  return reply === null ? [] : ((reply as [string, [string, string[]][]][])[0]?.[1] ?? []);
}

function parseEntry(fields: readonly string[]): LogEntry {
  const [firstName, firstValue, name, value] = fields;
  if (firstName === 'open') return { type: 'open', owner: firstValue ?? '' };
  const shard = Number(firstValue);
  const content: unknown = JSON.parse(value ?? 'null');
  if (name === 'result') return { type: 'result', shard, result: content };
  return { type: 'failure', shard, error: parseError(content) };
}

function parseError(content: unknown): SerializedError {
  const { code, message, details } = content as Partial<SerializedError>;
  if (code === undefined || !isErrorCode(code)) {
    return new EspalierError('fanout.shard-failed', `${message ?? 'A shard failed'} (${code}).`).serialize();
  }
  return { code, message: message ?? code, details: details ?? {} };
}
