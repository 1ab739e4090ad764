/**
 * Responsible for refusing a batch that memory can't hold before a step is compiled for it, instead of being killed in the
 * first step, again and again.
 * Leaves to others: what a row takes (ranker's step-memory.ts); a GPU's memory, which TensorFlow itself tells about.
 */
import { freemem } from 'node:os';
import { EspalierError } from '@espalier/domain';
import { type Network, stepBytesPerRow } from '@espalier/ranker';

export interface BatchOnMachine {
  readonly network: Pick<Network, 'trainingLayout' | 'layerWidths' | 'mixedWidth' | 'config'>;
  /** Rows of a rank's largest part of a batch. */
  readonly maxRows: number;
  /** Ranks of the gang that share this machine's memory. */
  readonly ranksOfMachine: number;
  readonly availableBytes: number;
}

/** What the system can give without swapping, and a control group's limit where there is one. */
export function availableMemoryBytes(): number {
  // 0 where nothing constrains the process. On Linux `freemem` counts what caches would give back.
  return Math.min(freemem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

/** @throws EspalierError `trainer.batch-too-large` with the figures and the largest batch that would fit */
export function refuseTooLargeBatch(batch: BatchOnMachine): void {
  const { network, maxRows, ranksOfMachine, availableBytes } = batch;
  const rowBytes = stepBytesPerRow(network);
  const neededBytes = rowBytes * maxRows * ranksOfMachine;
  if (neededBytes <= availableBytes) return;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  const rows = maxRows.toLocaleString('en-US');
  const ranks = ranksOfMachine === 1 ? '' : ` on each of ${ranksOfMachine} ranks`;
  throw new EspalierError(
    'trainer.batch-too-large',
    `A step over ${rows} rows${ranks} needs about ${gigabytes(neededBytes)} GB, and ${gigabytes(availableBytes)} GB of memory are available.`,
    {
      details: {
        path: 'training.batchSize',
        neededBytes,
        availableBytes,
        largestRankRows: Math.floor(availableBytes / ranksOfMachine / rowBytes),
      },
    },
  );
}
