/** A local stack of a benchmark's own, in a folder of its own, that is stopped whatever happens. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectClient, type EspalierClient } from '@espalier/client';
import { EspalierError } from '@espalier/domain';
import { inheritedEnvironment, loadSettings, type Settings } from '@espalier/settings';
import { down, up } from '@espalier/stack';
import { inScratch } from '../census/census-example.js';
import { say } from '../report/say.js';

/** A line that a worker wrote about a run. */
export interface RunLogLine {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly msg: string;
  readonly stage?: string;
  readonly rank?: number;
  readonly phase?: string;
  readonly seconds?: number;
}

export interface BenchStack {
  readonly client: EspalierClient;
  readonly settings: Settings;
  /** What a command's environment has to say to reach this stack. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the workers have logged about a run so far, in the order of time. */
  logOf(runId: string): Promise<readonly RunLogLine[]>;
}

/** Starts servers and workers, connects, and stops all of it after `work`, after an interrupt too. */
export async function withStack<T>(work: (stack: BenchStack) => Promise<T>): Promise<T> {
  return inScratch((homeDir) => withStackIn(homeDir, work));
}

/** The same in a folder that stays. @throws EspalierError `settings.invalid`, `stack.busy` where a stack goes there already */
export async function withStackIn<T>(homeDir: string, work: (stack: BenchStack) => Promise<T>): Promise<T> {
  const environment = { ESPALIER_HOME: homeDir };
  const settingsNow = () => loadSettings(inheritedEnvironment(environment));
  const settings = settingsNow();
  const { temporal, redis, s3 } = settings.external;
  if (temporal || redis || s3) {
    throw new EspalierError(
      'settings.invalid',
      'This benchmark measures a local stack: unset the ESPALIER variables that place Temporal, Redis or S3 elsewhere.',
    );
  }
  let interrupted = false;
  const stop = () => down({ settings });
  const onSignal = () => {
    interrupted = true;
    say('stopping the stack');
    void stop().finally(() => process.exit(130));
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    say('starting a stack');
    await up({ settings });
    const client = await connectClient(settingsNow());
    try {
      return await work({
        ...{ client, environment, settings: settingsNow() },
        logOf: (runId) => readRunLog(join(homeDir, 'logs'), runId),
      });
    } finally {
      await client.close();
    }
  } finally {
    if (!interrupted) await stop();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

async function readRunLog(logsDir: string, runId: string): Promise<RunLogLine[]> {
  const lines: RunLogLine[] = [];
  for (const file of await readdir(logsDir)) {
    const text = await readFile(join(logsDir, file), 'utf8');
    for (const line of text.split('\n')) {
      // A line that is being written has no end yet.
      if (!line.startsWith('{') || !line.endsWith('}') || !line.includes(runId)) continue;
      const entry = JSON.parse(line) as RunLogLine & { readonly runId?: string };
      if (entry.runId === runId) lines.push(entry);
    }
  }
  return lines.sort((a, b) => a.time - b.time);
}
