/**
 * Which GPUs CUDA can use on this machine, asked of its driver.
 * Leaves using them to TensorFlow, which brings the rest of CUDA with it.
 */
import { EspalierError } from '@espalier/domain';
import type { Settings } from '@espalier/settings';

export interface Gpu {
  /** As CUDA_VISIBLE_DEVICES names it: a number or a UUID. */
  readonly id: string;
  readonly name: string;
  readonly memoryBytes: number;
}

const driverLibrary = 'libcuda.so.1';
const nameBytes = 128;

/** The GPU of a slot of a host: one a slot, in the order in which they are visible. */
export function gpuOfSlot({ visibleGpus }: Pick<Settings, 'visibleGpus'>, slot: number): string {
  return visibleGpus?.[slot] ?? String(slot);
}

/**
 * The GPUs that this process may use, at least one. It makes no CUDA context, and takes no memory on them.
 * @throws EspalierError `native.no-gpu` saying what is missing
 */
export async function findGpus(settings: Pick<Settings, 'visibleGpus'>): Promise<readonly Gpu[]> {
  const driver = await openDriver();
  const count = Int32Array.of(0);
  const failed = driver.initialize(0) || driver.count(count);
  if (failed !== 0) throw noGpu(`CUDA's driver finds no GPU that it can use (its error ${failed})`);
  const gpus = Array.from({ length: count[0] ?? 0 }, (_, ordinal): Gpu => {
    const name = Buffer.alloc(nameBytes);
    const memoryBytes = BigUint64Array.of(0n);
    driver.name(name, nameBytes, ordinal);
    driver.memory(memoryBytes, ordinal);
    return {
      id: gpuOfSlot(settings, ordinal),
      name: name.toString('utf8', 0, name.indexOf(0)),
      memoryBytes: Number(memoryBytes[0]),
    };
  });
  if (gpus.length > 0) return gpus;
  throw noGpu(
    settings.visibleGpus === null
      ? "CUDA's driver finds no GPU"
      : `CUDA_VISIBLE_DEVICES=${settings.visibleGpus.join()} leaves none of the GPUs`,
  );
}

function noGpu(reason: string): EspalierError {
  return new EspalierError('native.no-gpu', `There is no GPU to use: ${reason}.`);
}

async function openDriver() {
  // Loaded when it is asked for: the command line has no use for it.
  const { default: koffi } = await import('koffi');
  try {
    const library = koffi.load(driverLibrary);
    return {
      initialize: library.func('int cuInit(unsigned int flags)') as (flags: number) => number,
      count: library.func('int cuDeviceGetCount(void *count)') as (count: Int32Array) => number,
      // A device's handle is its number.
      name: library.func('int cuDeviceGetName(void *name, int length, int device)') as (
        name: Buffer,
        length: number,
        device: number,
      ) => number,
      memory: library.func('int cuDeviceTotalMem_v2(void *bytes, int device)') as (
        bytes: BigUint64Array,
        device: number,
      ) => number,
    };
  } catch {
    throw noGpu(`the NVIDIA driver's ${driverLibrary} is not on this machine`);
  }
}
