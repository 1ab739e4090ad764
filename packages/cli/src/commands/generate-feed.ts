/**
 * Responsible for `espalier generate feed`: a made log of a feed, by days, with its members and posts.
 * Leaves to others: what is in it (feed).
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import type { FeedParameters, FeedTarget, GeneratedFeed } from '@espalier/feed';
import { parseSample as parseShare } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfSignal, exitCodes } from '../exit-codes.js';
import { abortOnInterrupt } from '../interrupt/interrupt-signals.js';
import { countText } from '../render/quantities.js';

export interface GenerateFeedOptions {
  readonly out: string;
  readonly members: string;
  readonly posts: string;
  readonly days: string;
  readonly seed: string;
  readonly firstDay: string;
  readonly late: string;
  readonly corrupt: readonly string[];
}

const numberOf = (text: string) => (/^\d+$/.test(text) ? Number(text) : Number.NaN);

function parametersOf(options: GenerateFeedOptions): FeedParameters {
  return {
    members: numberOf(options.members),
    posts: numberOf(options.posts),
    days: numberOf(options.days),
    seed: numberOf(options.seed),
    firstDay: options.firstDay,
    lateShare: parseShare(options.late, 'from-zero') ?? Number.NaN,
    corruptDays: options.corrupt.map((day) => day.replace(/^day=/, '')),
  };
}

export async function execute(context: CommandContext, options: GenerateFeedOptions): Promise<ExitCode> {
  const { output } = context;
  const { generateFeed } = await import('@espalier/feed');
  const { cacheDir } = await context.settings();
  const { target, close } = await targetOf(options.out, context);
  const scratchDir = join(cacheDir, 'scratch', `feed-${randomBytes(6).toString('hex')}`);
  const stream = output.progressStream;
  using interrupt = abortOnInterrupt();
  try {
    const made = await generateFeed(parametersOf(options), {
      target,
      scratchDir,
      signal: interrupt.signal,
      onDay: ({ doneDays, totalDays, impressions }) => {
        if (!stream.isTTY) return;
        stream.write(`\r${doneDays} of ${totalDays} days, ${countText(impressions)} impressions`);
      },
    }).catch((error: unknown) => {
      if (!interrupt.signal.aborted) throw error;
      return null;
    });
    if (stream.isTTY) stream.write('\r\u001b[K');
    if (made === null) {
      stream.write(
        `Interrupted; days of ${options.out} that have a file _SUCCESS are whole, others are not.\n`,
      );
      return interrupt.first === null ? exitCodes.failed : exitCodeOfSignal(interrupt.first);
    }
    output.emit({ uri: options.out, ...made });
    output.print(madeText(options.out, made));
    return exitCodes.done;
  } finally {
    close();
    await rm(scratchDir, { recursive: true, force: true });
  }
}

function madeText(out: string, { days, impressions, late }: GeneratedFeed): string {
  const root = out.endsWith('/') ? out : `${out}/`;
  return [
    `Wrote ${out}: ${countText(impressions)} impressions of ${days.length} days, ${days[0]} to ${days.at(-1)}; ${countText(late)} of them arrive late.`,
    `  impressions  ${root}impressions/day={day}/`,
    `  tables       ${root}members/, ${root}posts/`,
    `  true chances ${root}truth/day={day}/ (for no model to read)`,
  ].join('\n');
}

async function targetOf(
  out: string,
  context: CommandContext,
): Promise<{ readonly target: FeedTarget; readonly close: () => void }> {
  const { FolderTarget, PrefixTarget } = await import('@espalier/feed');
  if (!out.startsWith('s3://')) return { target: new FolderTarget(resolve(out)), close: () => undefined };
  if (!/^s3:\/\/[^/]/.test(out)) {
    throw new EspalierError('request.invalid', `--out ${out} names no bucket: s3://bucket/prefix/.`);
  }
  const { createStore } = await import('@espalier/store');
  const { s3Place } = await import('@espalier/features');
  const store = createStore((await context.settings()).s3);
  const place = s3Place(out, store);
  return { target: new PrefixTarget(place.store, place.key), close: () => store.close() };
}
