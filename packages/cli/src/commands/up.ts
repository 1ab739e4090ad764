/**
 * Responsible for `espalier up`: its options, telling what starts, and how to sign in.
 * Leaves to others: starting and watching the processes (stack).
 */
import { EspalierError } from '@espalier/domain';
import type { StackStatus } from '@espalier/stack';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { leaveOnInterrupt } from '../interrupt/interrupt-signals.js';
import { signInText } from '../render/sign-in-text.js';
import { stackText } from '../render/stack-text.js';
import { type SignInLink, signInLink } from '../sign-in-link.js';
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

/** The stack is up whether or not a link can be had; `open` says what is in the way. */
async function linkWhereThereIs(
  context: CommandContext,
  { homeDir, rows, serverUrl: publicUrl }: StackStatus,
): Promise<SignInLink | null> {
  const address = rows.find(({ name, state }) => name === 'server' && state === 'running')?.address ?? null;
  try {
    const link = await signInLink({ homeDir, address, publicUrl }, 'admin');
    context.output.print(signInText(link, (await context.settings()).isOverSsh));
    return link;
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    context.output.note(`There is no sign-in link: ${error.message} \`espalier open\` tries again.`);
    return null;
  }
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
  const signIn = await linkWhereThereIs(context, status);
  context.output.emit({ alreadyUp, ...status, signIn });
  return exitCodes.done;
}
