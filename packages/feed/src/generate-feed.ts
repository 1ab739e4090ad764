/**
 * Responsible for writing a feed: pieces of days, some at once, each in bounded memory; a day's marker once it is whole.
 * Leaves to others: what is in it (the SQL beside), where it goes (feed-target.ts).
 */
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { EspalierError } from '@espalier/domain';
import { Draws } from './draws.js';
import { daysOf, type FeedParameters, feedProblems } from './feed-parameters.js';
import type { FeedTarget } from './feed-target.js';
import { impressionsSql, type Piece, toldSql, toldTruthSql } from './impressions-sql.js';
import { membersSql, postsSql, toldMembersSql, toldPostsSql } from './tables-sql.js';

export interface FeedProgress {
  readonly day: string;
  readonly doneDays: number;
  readonly totalDays: number;
  readonly impressions: number;
}

export interface GenerateOptions {
  readonly target: FeedTarget;
  /** Finished files lie there for a moment. */
  readonly scratchDir: string;
  readonly onDay?: (progress: FeedProgress) => void;
  /** Ends the work between two files with the signal's reason. */
  readonly signal?: AbortSignal;
  /** At once. Default: one for each core. */
  readonly writers?: number;
  /** Whose impressions of a day are one file. Default 250,000. */
  readonly membersOfPiece?: number;
}

export interface GeneratedFeed {
  readonly days: readonly string[];
  readonly impressions: number;
  readonly late: number;
}

/** A file of so many members' impressions has about a million. */
const defaultMembersOfPiece = 250_000;
const leastMemoryMib = 512;
const marker = '_SUCCESS';
const format = '(FORMAT parquet, COMPRESSION zstd)';

/**
 * Writes `members/`, `posts/`, and for each day `impressions/day=DAY/` and `truth/day=DAY/` under the target. Memory grows with members and
 * posts, of which each writer has a copy, not with days. The same parameters give the same bytes with any number of writers.
 * @throws EspalierError `request.invalid` for parameters of which there is no feed, or a target with something in it; `stack.disk-full`
 */
export async function generateFeed(feed: FeedParameters, options: GenerateOptions): Promise<GeneratedFeed> {
  const problems = feedProblems(feed);
  if (problems.length > 0) throw new EspalierError('request.invalid', problems.join('\n'));
  if (!(await options.target.isEmpty())) {
    throw new EspalierError(
      'request.invalid',
      'There is something at the target already, and nothing was written: name another, or remove what is there.',
    );
  }
  const days = daysOf(feed);
  const { membersOfPiece = defaultMembersOfPiece, writers = availableParallelism() } = options;
  const pieces = days.flatMap((day, dayNumber) => piecesOf(feed, { day, dayNumber }, membersOfPiece));
  const work = new FeedWork(feed, options, pieces);
  const count = Math.min(writers, pieces.length);
  await mkdir(options.scratchDir, { recursive: true });
  // All have ended before one's failure is told: whoever hears of it removes the folder.
  const ended = await Promise.allSettled(
    Array.from({ length: count }, (_, index) => work.take(index, count)),
  );
  const failed = ended.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { days, impressions: work.impressions, late: work.late };
}

function piecesOf(
  { members }: FeedParameters,
  day: Pick<Piece, 'day' | 'dayNumber'>,
  membersOfPiece: number,
): Piece[] {
  const count = Math.ceil(members / membersOfPiece);
  return Array.from({ length: count }, (_, index) => ({
    ...day,
    index,
    firstMember: index * membersOfPiece,
    endMember: Math.min(members, (index + 1) * membersOfPiece),
  }));
}

class FeedWork {
  impressions = 0;
  late = 0;
  private readonly waiting: Piece[];
  private readonly leftOfDay = new Map<string, number>();
  private doneDays = 0;
  private readonly draws: Draws;

  constructor(
    private readonly feed: FeedParameters,
    private readonly options: GenerateOptions,
    pieces: readonly Piece[],
  ) {
    this.draws = new Draws(feed.seed);
    this.waiting = [...pieces];
    for (const { day } of pieces) this.leftOfDay.set(day, (this.leftOfDay.get(day) ?? 0) + 1);
  }

  /** Writes piece after piece until none waits. The first writer also writes the tables. */
  async take(writer: number, writers: number): Promise<void> {
    const instance = await DuckDBInstance.create(':memory:', {
      // What DuckDB writes then has one order. Other writers take the other cores.
      threads: '1',
      memory_limit: `${Math.max(leastMemoryMib, Math.floor(totalmem() / 2 / writers / 1_048_576))}MiB`,
      temp_directory: join(this.options.scratchDir, `duckdb-${writer}`),
    });
    const connection = await instance.connect();
    try {
      await connection.run("SET TimeZone = 'UTC'");
      await connection.run(membersSql(this.feed, this.draws));
      await connection.run(postsSql(this.feed, this.draws));
      if (writer === 0) {
        await this.write(connection, 'members/members.parquet', toldMembersSql);
        await this.write(connection, 'posts/posts.parquet', toldPostsSql);
      }
      for (let piece = this.waiting.shift(); piece !== undefined; piece = this.waiting.shift()) {
        await this.writePiece(connection, piece);
      }
    } catch (error) {
      // What is not begun yet would be of no use.
      this.waiting.length = 0;
      throw isDiskFull(error) ? diskFull(error) : error;
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }

  private async writePiece(connection: DuckDBConnection, piece: Piece): Promise<void> {
    const { day } = piece;
    const number = `${piece.index}`.padStart(3, '0');
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE piece AS ${impressionsSql(this.feed, this.draws, piece)}`,
    );
    const told = toldSql(this.draws, this.feed.corruptDays.includes(day));
    const impressions = `impressions/day=${day}`;
    await this.write(
      connection,
      `${impressions}/part-${number}.parquet`,
      `SELECT ${told} FROM piece WHERE NOT is_late`,
    );
    const counts = await connection.runAndReadAll(
      'SELECT count(*)::DOUBLE, count_if(is_late)::DOUBLE FROM piece',
    );
    const [rows, late] = (counts.getRows()[0] ?? []) as number[];
    if ((late ?? 0) > 0) {
      await this.write(
        connection,
        `${impressions}/late-${number}.parquet`,
        `SELECT ${told} FROM piece WHERE is_late`,
      );
    }
    await this.write(
      connection,
      `truth/day=${day}/part-${number}.parquet`,
      `SELECT ${toldTruthSql} FROM piece`,
    );
    this.impressions += rows ?? 0;
    this.late += late ?? 0;
    const left = (this.leftOfDay.get(day) ?? 1) - 1;
    this.leftOfDay.set(day, left);
    if (left > 0) return;
    for (const folder of ['impressions', 'truth'])
      await this.options.target.mark(`${folder}/day=${day}/${marker}`);
    this.doneDays += 1;
    const { impressions: done, doneDays } = this;
    this.options.onDay?.({ day, doneDays, totalDays: this.leftOfDay.size, impressions: done });
  }

  private async write(connection: DuckDBConnection, name: string, query: string): Promise<void> {
    this.options.signal?.throwIfAborted();
    const path = join(this.options.scratchDir, name.replaceAll('/', '-'));
    try {
      await connection.run(`COPY (${query}) TO '${path.replaceAll("'", "''")}' ${format}`);
      await this.options.target.put(name, path);
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** DuckDB tells it in words alone. */
function isDiskFull(error: unknown): error is Error {
  return error instanceof Error && /No space left on device/i.test(error.message);
}

function diskFull(cause: Error): EspalierError {
  return new EspalierError(
    'stack.disk-full',
    `The feed could not be written: ${cause.message.split('\n')[0]}.`,
    { cause },
  );
}
