/** Responsible for what a trainer rank computes on: the CPU, or the GPU of its slot. */
import { EspalierError } from '@espalier/domain';
import { gpuOfSlot, resolveNativePart } from '@espalier/native';
import type { Settings } from '@espalier/settings';
import type { PipelineSpec } from '@espalier/spec';
import { type LoadOptions, loadTensorFlow, type TensorFlow, usesGpu } from '@espalier/tensorflow';

const threads = 1;

/**
 * How TensorFlow is started for the rank in this slot of its host. On a GPU every op is one that gives the same bytes each
 * time. Where the pipeline allows bfloat16, a GPU multiplies in TF32, which is finer.
 */
export function deviceOptions(
  settings: Pick<Settings, 'device' | 'visibleGpus'>,
  slot: number,
  precision: PipelineSpec['training']['precision'],
): Omit<LoadOptions, 'addonPath'> {
  if (settings.device === 'cpu') return { threads };
  return {
    threads,
    visibleGpus: [gpuOfSlot(settings, slot)],
    deterministic: true,
    tf32: precision === 'bfloat16',
  };
}

/**
 * Loads what any training on the CPU loads. On a GPU the slot decides what is loaded, and a process without a run holds none of its memory.
 * @throws TensorFlowError 'addon-unloadable'
 */
export async function loadTensorFlowAhead(settings: Settings): Promise<void> {
  if (settings.device !== 'cpu') return;
  const options = deviceOptions(settings, 0, 'float32');
  await loadTensorFlow({ ...options, addonPath: resolveNativePart('tfjs-addon', settings) });
}

/** @throws EspalierError `native.no-gpu` when TensorFlow can't open the GPU: it would train on the CPU without a word */
export async function loadTensorFlowOnDevice(
  settings: Settings,
  slot: number,
  precision: PipelineSpec['training']['precision'],
): Promise<TensorFlow> {
  const options = deviceOptions(settings, slot, precision);
  const tf = await loadTensorFlow({ ...options, addonPath: resolveNativePart('tfjs-addon', settings) });
  if (settings.device === 'cpu' || usesGpu(tf)) return tf;
  const where = `GPU ${options.visibleGpus?.[0]}, of slot ${slot}`;
  throw new EspalierError('native.no-gpu', `There is no GPU to use: TensorFlow can't open ${where}.`);
}
