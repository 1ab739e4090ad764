/** Which worker processes a stack runs, and how many of each. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EspalierError } from '@espalier/domain';
import type { ProcessSpec } from './process-spec.js';
import type { StackLayout } from './stack-layout.js';

const workerRoles = ['orchestrator', 'feature', 'encoder', 'trainer'] as const;
export type WorkerRole = (typeof workerRoles)[number];

/** Processes of each role (default: 1 orchestrator and 2 of each other). */
export type WorkerCounts = Readonly<Record<WorkerRole, number>>;

export const defaultWorkerCounts: WorkerCounts = { orchestrator: 1, feature: 2, encoder: 2, trainer: 2 };

const workerOrder = 1;
/** A worker may have to end a step and say goodbye to its services. */
const stopGraceMs = 10_000;

/** @throws EspalierError `stack.not-built` when the workers' programs are not built. */
export function workerSpecs(counts: WorkerCounts, layout: StackLayout): readonly ProcessSpec[] {
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
        args: [program],
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
