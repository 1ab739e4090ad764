/**
 * Responsible for how long commands are patient with Temporal, and what they say of one that does not answer.
 * Leaves to others: asking again (temporal), what was asked.
 */
import { EspalierError } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { askPatiently, lacksNamespace } from '@espalier/temporal';
import { temporalUnreachable } from './connect.js';

/** Of a command that asks and prints. */
const commandPatienceMs = 10_000;
/** For whoever asks and tells. */
export const askingPatienceMs = ({ temporal }: Settings): number => temporal.patienceMs ?? commandPatienceMs;
/** For one that follows a run: the run goes on meanwhile. */
export const watchingPatienceMs = 300_000;

/**
 * Calls until there is an answer, or none for `patienceMs`.
 * @throws EspalierError `workflow.temporal-unreachable`; whatever else `call` throws, at once
 */
export function patiently<T>(
  settings: Settings,
  call: () => Promise<T>,
  patienceMs: number = askingPatienceMs(settings),
): Promise<T> {
  return askPatiently(call, patienceMs, (error) => unanswered(settings, error));
}

/** For whoever followed a run until nobody answered any more. */
export function runGoesOn(runId: string, error: unknown): unknown {
  if (!(error instanceof EspalierError) || error.code !== 'workflow.temporal-unreachable') return error;
  const message = `${error.message} The run goes on: \`espalier show ${runId} --wait\` follows it again.`;
  return new EspalierError(error.code, message, { cause: error, details: { ...error.details, runId } });
}

function unanswered({ temporal }: Settings, error: unknown): EspalierError {
  if (!lacksNamespace(error)) return temporalUnreachable(temporal, error);
  const { address, namespace } = temporal;
  return new EspalierError(
    'workflow.temporal-unreachable',
    `Temporal at ${address} has no namespace ${namespace} (ESPALIER_TEMPORAL_NAMESPACE).`,
    { cause: error, details: { address, namespace } },
  );
}
