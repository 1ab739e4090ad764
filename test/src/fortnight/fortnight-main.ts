/**
 * `npm run test:fortnight [-- --seed N]`: a feed that is retrained each day for a fortnight, on a stack of its own, fired by backfill and by data that arrives:
 * a day is corrupt, one makes a worse model, one is written anew, one is late; the last is promoted and rolled back; the orchestrator, Temporal and
 * the server are each killed once. Exit codes as everywhere: 0 all is well, 1 something is not, 2 wrong request.
 */
import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ShownPoint } from '@espalier/domain';
import { requestOf } from '../command-line/request-of.js';
import { wholeNumber } from '../command-line/whole-number.js';
import { OwnStack } from '../e2e/own-stack.js';
import { DailyFeed } from './daily-feed.js';
import { Receiver } from './told.js';
import { requireDays, toldDrifts } from './watched-days.js';

const days = 14;
const [corruptDay, worseDay, rewrittenDay, lateDay] = [6, 8, 9, 12];
const mostSecondsOfRun = 240;
const gates = '[{ figure: auc, tasks: [click], against: champion, atLeast: -0.05 }]';
const publish = `{ model: feed, promote: when-gates-pass, gates: ${gates}, watch: {} }`;
const byHand = `{ model: feed, promote: by-hand, gates: ${gates}, watch: {} }`;
const arrivals = 'onArrival: { every: 1s, newest: 30 }';
const alone = `{ concurrency: queue, ${arrivals} }`;

interface Run {
  readonly runId: string;
  readonly status: string;
  readonly changes: readonly string[];
}
interface Model {
  readonly model: string;
  readonly champion: number | null;
  readonly challenger: number | null;
  readonly versions: number;
}

class Fortnight {
  readonly #startedAtMs = Date.now();

  constructor(
    private readonly stack: OwnStack,
    private readonly feed: DailyFeed,
    private readonly receiver: Receiver,
  ) {}

  say(text: string): void {
    const seconds = ((Date.now() - this.#startedAtMs) / 1000).toFixed(0);
    process.stdout.write(`${seconds.padStart(5)} s  ${text}\n`);
  }

  /** Runs for a day, the latest first. */
  async runsFor(day: number): Promise<readonly Run[]> {
    const { runs } = await this.stack.json<{ runs: readonly Run[] }>(
      'runs',
      '--pipeline',
      'feed',
      '--limit',
      '100',
    );
    return runs.filter(({ changes }) => changes.includes(`--for ${this.feed.label(day)}`));
  }

  async model(): Promise<Model> {
    const { models } = await this.stack.json<{ models: readonly Model[] }>('models');
    const found = models.find(({ model }) => model === 'feed');
    ok(found, 'the model feed is registered');
    return found;
  }

  async until<T>(
    what: string,
    look: () => Promise<T | null | undefined>,
    seconds = mostSecondsOfRun,
  ): Promise<T> {
    const deadlineMs = Date.now() + seconds * 1000;
    for (;;) {
      const found = await look();
      if (found !== null && found !== undefined) return found;
      ok(Date.now() < deadlineMs, `${what}: not within ${seconds} s`);
      await sleep(500);
    }
  }

  /** Waits for the day's run number `count`, and its end. */
  async runOf(day: number, count = 1, meanwhile?: () => Promise<void>): Promise<Run> {
    const begun = await this.until(`run ${count} for day ${day}`, async () => {
      const runs = await this.runsFor(day);
      return runs.length >= count ? runs[0] : null;
    });
    await meanwhile?.();
    const ended = await this.until(`the end of ${begun.runId}`, async () => {
      const run = (await this.runsFor(day)).find(({ runId }) => runId === begun.runId);
      return run !== undefined && run.status !== 'running' ? run : null;
    });
    strictEqual((await this.runsFor(day)).length, count, `day ${day} has ${count} runs`);
    return ended;
  }

  /** The day arrives, and its run is the next version, and the champion where nothing holds it. */
  async ordinaryDay(day: number, meanwhile?: () => Promise<void>): Promise<void> {
    const before = await this.model();
    await this.feed.arrive(day);
    const run = await this.runOf(day, 1, meanwhile);
    strictEqual(run.status, 'succeeded', `the run of day ${day}`);
    const after = await this.model();
    strictEqual(after.versions, before.versions + 1);
    this.say(`day ${day}: ${run.runId}, version ${after.versions}, champion ${after.champion}`);
  }

  /** SIGKILL of the stack's process whose title has the word. */
  kill(word: string): void {
    const found = this.stack.processes().filter(({ title }) => title.includes(word));
    ok(found.length > 0, `a process ${word} runs`);
    for (const { pid } of found) process.kill(pid, 'SIGKILL');
    this.say(`killed ${word}`);
  }

  toldOf(type: Parameters<Receiver['of']>[0], pattern: RegExp): Promise<string> {
    return this.until(
      `${type} ${pattern}`,
      async () => this.receiver.of(type).find((text) => pattern.test(text)),
      60,
    );
  }
}

async function pass(stack: OwnStack, seed: number): Promise<void> {
  await using receiver = await Receiver.start(stack.homeDir);
  const feed = await DailyFeed.make(stack, { days, seed, corrupt: [corruptDay] });
  const fortnight = new Fortnight(stack, feed, receiver);
  const label = (day: number) => feed.label(day);

  for (const day of [1, 2, 3]) await feed.arrive(day);
  await feed.apply({ runs: alone, publish });
  await fortnight.until('the first look', async () => {
    const { activity } = await stack.json<{ activity: { watch: { known: object | null } | null } }>(
      'pipeline',
      'show',
      'feed',
    );
    return activity.watch?.known ? true : null;
  });
  await stack.json('backfill', 'create', 'feed', '--from', label(1), '--to', label(3), '--wait');
  for (const day of [1, 2, 3]) strictEqual((await fortnight.runOf(day)).status, 'succeeded');
  const filled = await fortnight.model();
  strictEqual(filled.versions, 3);
  fortnight.say(`backfilled days 1 to 3: version 3, champion ${filled.champion}`);

  await fortnight.ordinaryDay(4, async () => fortnight.kill('espalier-orchestrator'));
  await fortnight.ordinaryDay(5);

  const { champion } = await fortnight.model();
  await feed.arrive(corruptDay);
  strictEqual((await fortnight.runOf(corruptDay)).status, 'failed', 'the run of the corrupt day');
  match(await fortnight.toldOf('run.failed', new RegExp(label(corruptDay))), /data.check|check/);
  deepStrictEqual([(await fortnight.model()).champion, (await fortnight.model()).versions], [champion, 5]);
  fortnight.say(
    `day ${corruptDay} is corrupt: its run was stopped, people were told, the champion stays ${champion}`,
  );
  await feed.arrive(corruptDay, 'right');
  strictEqual((await fortnight.runOf(corruptDay, 2)).status, 'succeeded', 'the run of the mended day');
  await fortnight.toldOf('run.recovered', /succeeded/);
  fortnight.say(`day ${corruptDay} is mended, and its run succeeded`);

  await fortnight.ordinaryDay(7, async () => fortnight.kill('temporal'));

  const before = await fortnight.model();
  await feed.apply({ runs: alone, publish, isBlind: true });
  await feed.arrive(worseDay);
  strictEqual((await fortnight.runOf(worseDay)).status, 'succeeded');
  const held = await fortnight.model();
  deepStrictEqual([held.champion, held.challenger], [before.champion, before.versions + 1], 'the gate holds');
  const why = await fortnight.toldOf('model.gated', new RegExp(`feed@${held.challenger}`));
  match(why, /click/);
  fortnight.say(`day ${worseDay} makes a worse model, and the gate holds it: ${why.split('\n')[1]}`);
  await feed.apply({ runs: alone, publish });

  await fortnight.ordinaryDay(rewrittenDay);
  const seen = (await fortnight.model()).versions;
  await feed.rewrite(rewrittenDay);
  strictEqual((await fortnight.runOf(rewrittenDay, 2)).status, 'succeeded', 'the retrain');
  const { stale } = await stack.json<{ stale: readonly { label: string }[] }>(
    'model',
    'show',
    `feed@${seen}`,
  );
  deepStrictEqual([...new Set(stale.map((each) => each.label))], [label(rewrittenDay)]);
  fortnight.say(
    `day ${rewrittenDay} was written anew: feed@${seen} is stale, and one run was started for it`,
  );

  await fortnight.ordinaryDay(10);
  await fortnight.ordinaryDay(11);
  await feed.apply({ runs: `{ concurrency: queue, ${arrivals}, deadlines: { partition: 1h } }`, publish });
  await fortnight.toldOf('partition.late', new RegExp(label(lateDay)));
  await fortnight.ordinaryDay(lateDay);
  await fortnight.toldOf('over', new RegExp(label(lateDay)));
  fortnight.say(`day ${lateDay} was late: people were told, and told when it was there`);

  await feed.apply({ runs: alone, publish: byHand });
  await fortnight.ordinaryDay(13, async () => fortnight.kill('espalier-server'));
  await feed.arrive(14);
  strictEqual((await fortnight.runOf(14)).status, 'succeeded');
  const last = await fortnight.model();
  await stack.json('model', 'promote', 'feed', '--reason', 'the fortnight is over');
  strictEqual((await fortnight.model()).champion, last.challenger);
  await fortnight.toldOf('model.promoted', new RegExp(`feed@${last.challenger} is the champion now`));
  await stack.json('model', 'rollback', 'feed', '--reason', 'fewer sessions');
  strictEqual((await fortnight.model()).champion, last.champion);
  await fortnight.toldOf('model.rolled-back', new RegExp(`feed@${last.champion}`));
  fortnight.say(`feed@${last.challenger} was promoted, and rolled back to feed@${last.champion}`);

  const { points } = await stack.json<{ points: readonly ShownPoint[] }>('model', 'watch', 'feed');
  const written = Array.from({ length: days }, (_, at) =>
    [corruptDay, rewrittenDay].includes(at + 1) ? 2 : 1,
  );
  requireDays(points, { label, written, corruptDay });
  await fortnight.toldOf('model.drifted', new RegExp(label(corruptDay)));
  await fortnight.toldOf('over', new RegExp(`is not shown to be worse on ${label(corruptDay)}`));
  fortnight.say(toldDrifts(points));

  const token = await readFile(join(stack.homeDir, 'admin-token'), 'utf8');
  const logs = await stack.espalier('logs', (await fortnight.runsFor(14))[0]?.runId ?? '');
  ok(!`${logs.stdout}${logs.stderr}`.includes(token), 'no log holds a token');
  for (let day = 1; day <= days; day += 1) {
    const expected = day === corruptDay || day === rewrittenDay ? 2 : 1;
    strictEqual((await fortnight.runsFor(day)).length, expected, `runs of day ${day}`);
  }
}

/** Why runs failed, for whoever reads the outcome: the stack goes away. */
async function failures(stack: OwnStack): Promise<string> {
  const { runs } = await stack.json<{ runs: readonly Run[] }>('runs', '--pipeline', 'feed', '--limit', '100');
  const failed = runs.filter(({ status }) => status === 'failed');
  const told = await Promise.all(failed.map(({ runId }) => stack.espalier('show', runId)));
  return told.map(({ stdout }) => `${stdout}\n`).join('');
}

async function main(args: readonly string[]): Promise<number> {
  const read = (given: readonly string[]) => {
    const { values } = parseArgs({ args: [...given], options: { seed: { type: 'string' } } });
    return { seed: values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed) };
  };
  const request = requestOf(read, args, 'npm run test:fortnight -- [--seed N]');
  if (request === null) return 2;
  process.stdout.write(`seed ${request.seed}\n`);
  await using stack = await OwnStack.start();
  try {
    await pass(stack, request.seed);
    return 0;
  } catch (error) {
    process.stdout.write(`WRONG: ${(error as Error).message}\n`);
    process.stdout.write(await failures(stack));
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
