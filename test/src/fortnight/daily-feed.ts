/** Responsible for a made feed whose days arrive when a test says so, and the pipeline that is retrained on each. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspaceDir } from '../e2e/espalier-command.js';
import type { OwnStack } from '../e2e/own-stack.js';

/** Days before the first one that is trained for: its window, and what is counted over before that. */
const daysBefore = 9;
/** Columns of the example that tell something of an action, by themselves or by what is derived of them: all but the words of a post. */
const telling = `position, tab, country, device, post_created, topic, form, post_shown_3d, post_clicks_3d, author_clicks_3d,
    member_shown_3d, member_clicks_3d, member_likes_3d`;
const derived = /^ {2}derived:\n(?: {4}- .*\n)+/m;

export interface DailyFeedOptions {
  /** Days that runs are for. */
  readonly days: number;
  readonly seed: number;
  /** Ordinals, from 1, of days whose log is wrong. */
  readonly corrupt: readonly number[];
}

export class DailyFeed {
  private constructor(
    private readonly stack: OwnStack,
    private readonly labels: readonly string[],
    /** Path of the pipeline file. */
    readonly pipeline: string,
  ) {}

  /** The last day is yesterday's. */
  static async make(stack: OwnStack, { days, seed, corrupt }: DailyFeedOptions): Promise<DailyFeed> {
    const total = daysBefore + days;
    const labels = Array.from({ length: total }, (_, at) =>
      new Date(Date.now() - (total - at) * 86_400_000).toISOString().slice(0, 10),
    );
    const all = join(stack.dir, 'made');
    const wrong = corrupt.flatMap((day) => ['--corrupt', `day=${labels[daysBefore + day - 1]}`]);
    const generate = async (out: string, options: readonly string[]) =>
      stack.json(
        ...[
          'generate',
          'feed',
          '--out',
          out,
          '--members',
          '1500',
          '--posts',
          '4000',
          '--days',
          String(total),
        ],
        ...['--first-day', labels[0] ?? '', '--seed', String(seed), ...options],
      );
    await generate(all, wrong);
    // The same log as it should have been.
    if (corrupt.length > 0) await generate(join(stack.dir, 'right'), []);
    await mkdir(join(stack.dir, 'data/impressions'), { recursive: true });
    for (const table of ['members', 'posts']) {
      await cp(join(all, table), join(stack.dir, 'data', table), { recursive: true });
    }
    const feed = new DailyFeed(stack, labels, join(stack.dir, 'feed.yaml'));
    for (let day = 1 - daysBefore; day <= 0; day += 1) await feed.arrive(day);
    return feed;
  }

  /** @param day ordinal, from 1; 0 and below are those before */
  label(day: number): string {
    const label = this.labels[daysBefore + day - 1];
    if (label === undefined) throw new RangeError(`there is no day ${day}`);
    return label;
  }

  /** With its marker at last. @param from the log as it was made, or as it should have been */
  async arrive(day: number, from: 'made' | 'right' = 'made'): Promise<void> {
    const folder = `impressions/day=${this.label(day)}`;
    const to = join(this.stack.dir, 'data', folder);
    await rm(join(to, '_SUCCESS'), { force: true });
    await mkdir(to, { recursive: true });
    const names = await readdir(join(this.stack.dir, from, folder));
    for (const name of names.filter((each) => each !== '_SUCCESS')) {
      await cp(join(this.stack.dir, from, folder, name), join(to, name));
    }
    await writeFile(join(to, '_SUCCESS'), '');
  }

  /** Some of its rows again: other content. */
  async rewrite(day: number): Promise<void> {
    const folder = join(this.stack.dir, 'data/impressions', `day=${this.label(day)}`);
    await rm(join(folder, '_SUCCESS'));
    const [late] = (await readdir(folder)).filter((name) => name.startsWith('late-'));
    if (late === undefined) throw new RangeError(`day ${day} has no late rows`);
    await rm(join(folder, late));
    await writeFile(join(folder, '_SUCCESS'), '');
  }

  /** Registers the pipeline of examples/feed, small, with what is given in place of its own. */
  async apply(parts: {
    readonly runs: string;
    readonly publish: string;
    /** Whether the model sees but one feature, which tells next to nothing. */
    readonly isBlind?: boolean;
  }): Promise<void> {
    const { runs, publish, isBlind = false } = parts;
    const text = await readFile(join(workspaceDir, 'examples/feed/pipeline.yaml'), 'utf8');
    const seen = isBlind ? text.replace('exclude: [', `exclude: [${telling}, `).replace(derived, '') : text;
    const changed = seen
      .replace(/^encoder: .*$/m, 'encoder: { trees: 20, maxDepth: 4, workers: 1 }')
      .replace(/^training: .*$/m, 'training: { workers: 1, batchSize: 512, epochs: 2 }')
      .replace(/last: 7, skip: 1/, 'last: 3, skip: 1')
      .replace(/^publish: .*$/m, `publish: ${publish}\nchecks: { warnOnly: [psi, ks] }\nruns: ${runs}`);
    await writeFile(this.pipeline, changed);
    await this.stack.json('pipeline', 'apply', this.pipeline, '--reason', 'the fortnight');
  }
}
