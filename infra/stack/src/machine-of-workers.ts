/**
 * Responsible for whether workers can run on this machine: their native parts, and a GPU where the trainers are to have one.
 * Leaves to others: the servers' parts (server-specs.ts), what `doctor` says of them.
 */
import { EspalierError } from '@espalier/domain';
import { findGpus, missingParts } from '@espalier/native';
import type { Settings } from '@espalier/settings';
import type { ProcessSpec } from './process-spec.js';

/**
 * Workers would end over and over while the stack starts, each for the part that it loads first.
 * @throws EspalierError `native.no-gpu`, `native.missing` with all that is not there.
 */
export async function requireMachineOfWorkers(
  workers: readonly Pick<ProcessSpec, 'name'>[],
  settings: Settings,
): Promise<void> {
  if (workers.length === 0) return;
  // Before the parts: the GPU's take gigabytes.
  const trains = workers.some(({ name }) => name.startsWith('trainer-'));
  if (settings.device === 'gpu' && trains) await findGpus(settings);
  const missing = missingParts(settings);
  if (missing.length === 0) return;
  throw new EspalierError('native.missing', `Native parts are not installed: ${missing.join(', ')}.`, {
    details: { parts: missing },
  });
}
