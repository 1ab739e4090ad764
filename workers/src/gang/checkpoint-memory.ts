/** Responsible for which memory a checkpoint holds, to hand it from thread to thread without a copy. */
import type { Checkpoint } from '@espalier/ranker';

/** Each once. */
export function memoryOf({ tensors }: Checkpoint): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { values } of tensors.values()) {
    if (values.buffer instanceof ArrayBuffer) buffers.add(values.buffer);
  }
  return [...buffers];
}
