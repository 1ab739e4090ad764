/** Which worker processes a stack runs, and how many of each. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EspalierError } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { launcher } from './launcher.js';
import type { ProcessSpec } from './process-spec.js';
import type { StackLayout } from './stack-layout.js';

const workerRoles = ['orchestrator', 'feature', 'encoder', 'trainer'] as const;
export type WorkerRole = (typeof workerRoles)[number];

/** Processes of each role. */
export type WorkerCounts = Readonly<Record<WorkerRole, number>>;

const defaultWorkerCounts: WorkerCounts = { orchestrator: 1, feature: 2, encoder: 2, trainer: 2 };

const workerOrder = 1;
/** A worker may have to end a step and say goodbye to its services. */
const stopGraceMs = 10_000;

/**
 * @param asked how many, where it is not the default: 1 orchestrator and 2 of each other, 1 trainer with GPUs
 * @throws EspalierError `stack.not-built` when the workers' programs are not built; `request.invalid` for several trainer
 *   hosts with GPUs
 */
export function workerSpecs(
  asked: Partial<WorkerCounts>,
  device: Settings['device'],
  layout: StackLayout,
): readonly ProcessSpec[] {
  const counts = { ...defaultWorkerCounts, ...(device === 'gpu' ? { trainer: 1 } : {}), ...asked };
  // The one host offers every GPU as a slot: a second one would offer them again.
  if (device === 'gpu' && counts.trainer > 1) {
    throw new EspalierError(
      'request.invalid',
      `With GPUs one trainer host offers them all, so there can't be ${counts.trainer} on one machine.`,
    );
  }
  return workerRoles.flatMap((role) => {
    const program = fileURLToPath(new URL(`../../../workers/dist/${role}-main.js`, import.meta.url));
    if (counts[role] > 0 && !existsSync(program)) {
      throw new EspalierError('stack.not-built', `The ${role} worker is not built (${program}).`, {
        details: { program },
      });
    }
    return Array.from({ length: counts[role] }, (_, index): ProcessSpec => {
      const name = `${role}-${index + 1}`;
      return {
        name,
        command: process.execPath,
        args: [...launcher, program],
        workingDir: layout.homeDir,
        env: {},
        ready: { kind: 'ready-file', path: layout.readyPath(name) },
        address: null,
        ports: [],
        order: workerOrder,
        stopGraceMs,
      };
    });
  });
}
