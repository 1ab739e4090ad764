/**
 * Responsible for `espalier up`: its options, and telling what starts.
 * Leaves to others: starting and watching the processes (stack).
 */
import { EspalierError } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { leaveOnInterrupt } from '../interrupt/interrupt-signals.js';
import { stackText } from '../render/stack-text.js';
import { wholeNumber } from '../whole-number.js';

export interface UpCommandOptions {
  readonly temporalPort?: string;
  readonly redisPort?: string;
  readonly s3Port?: string;
  readonly serverPort?: string;
  readonly featureWorkers?: string;
  readonly encoderWorkers?: string;
  readonly trainerWorkers?: string;
}

const greatestPort = 65_535;

function portOption(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = wholeNumber(option, text);
  if (port <= greatestPort) return port;
  throw new EspalierError('request.invalid', `${option} expects a port up to ${greatestPort}, not ${text}.`);
}

/** Leaves out what was not given. */
function given(entries: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

export async function execute(context: CommandContext, options: UpCommandOptions): Promise<ExitCode> {
  const count = (option: string, text: string | undefined) =>
    text === undefined ? undefined : wholeNumber(option, text);
  const ports = given({
    temporal: portOption('--temporal-port', options.temporalPort),
    redis: portOption('--redis-port', options.redisPort),
    s3: portOption('--s3-port', options.s3Port),
    server: portOption('--server-port', options.serverPort),
  });
  const workers = given({
    feature: count('--feature-workers', options.featureWorkers),
    encoder: count('--encoder-workers', options.encoderWorkers),
    trainer: count('--trainer-workers', options.trainerWorkers),
  });
  const { up } = await import('@espalier/stack');
  using _ = leaveOnInterrupt(() =>
    context.output.note(
      'What has started of the local stack goes on; `espalier status` shows it, `espalier down` stops it.',
    ),
  );
  const { alreadyUp, status } = await up({
    settings: await context.settings(),
    ports,
    workers,
    onProgress: ({ name, state }) => context.output.note(`${name}: ${state}`),
  });
  context.output.print(stackText(status, context.output.width));
  if (alreadyUp && Object.keys({ ...ports, ...workers }).length > 0) {
    context.output.note('It was up already, so the options had no effect; `espalier down` first.');
  }
  context.output.emit({ alreadyUp, ...status });
  return exitCodes.done;
}
