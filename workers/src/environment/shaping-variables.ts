/**
 * Responsible for which environment variables shape the bytes that native libraries make: those that hold them to another
 * instruction set, let them compute less precisely or take another algorithm. Pure.
 * Leaves to others: variables that the project sets itself before a library is loaded, whatever they were before.
 */

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * By allow-list, from the names that the pinned libraries hold: `TF_` alone would take in Terraform's, which are secrets. What only
 * says how much is told, cached or measured is left out.
 */
const tensorflowVariables: readonly RegExp[] = [
  /^(ONEDNN|DNNL)_(?!VERBOSE|JIT_|PRIMITIVE_CACHE_|GRAPH_VERBOSE|GRAPH_DUMP|GRAPH_COMPILED_)/,
  /^TF_(ENABLE_ONEDNN_SPMM|ONEDNN_|ENABLE_ZENDNN_|USE_|CONV2D_|FP16_|MATMUL_|XLA_|JITRT_|ENABLE_MAXPOOL_|DISABLE_JIT_|DETERMINISTIC_)/,
  /^TF_AUTO_MIXED_PRECISION_GRAPH_REWRITE_(?!LOG_)/,
  /^TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL$/,
  /^XLA_/,
];

const gpuVariables: readonly RegExp[] = [
  /^(CUBLAS|CUBLASLT|CUDNN|NVIDIA_TF32)_/,
  /^TF_CUDNN_/,
  /^NCCL_(ALGO|PROTO|NTHREADS|(MIN|MAX)_|BUFFSIZE|COLLNET_|NVLS_|P2P_|SHM_|TOPO_FILE|GRAPH_FILE|TUNER_)/,
];

/** In this order each library's own name wins; oneDNN's is what TensorFlow hands on where it is not given. */
const precisionVariables = [
  'TF_SET_ONEDNN_FPMATH_MODE',
  'ONEDNN_DEFAULT_FPMATH_MODE',
  'DNNL_DEFAULT_FPMATH_MODE',
];

function matching(variables: Variables, patterns: readonly RegExp[]): Record<string, string> {
  const found = Object.entries(variables).filter(
    ([name, value]) =>
      value !== undefined &&
      value !== '' &&
      !precisionVariables.includes(name) &&
      patterns.some((pattern) => pattern.test(name)),
  );
  return Object.fromEntries(found) as Record<string, string>;
}

/** By name, those that shape what TensorFlow computes on the device. */
export function tensorflowShaping(variables: Variables, device: 'cpu' | 'gpu'): Record<string, string> {
  return matching(
    variables,
    device === 'gpu' ? [...tensorflowVariables, ...gpuVariables] : tensorflowVariables,
  );
}

/** Whether a name is of those that shape what TensorFlow computes, and nothing else. */
export function shapesTensorflowOnly(name: string): boolean {
  return (
    name === 'precision' || [...tensorflowVariables, ...gpuVariables].some((pattern) => pattern.test(name))
  );
}

/** To what products of float32 may be rounded, where the pipeline says nothing else. */
export function floatPrecision(variables: Variables): string {
  const modes = precisionVariables.flatMap((name) => variables[name] || []).map((mode) => mode.toLowerCase());
  const shaping = modes.filter((mode) => mode !== 'strict');
  return shaping.length === 0 ? 'float32' : shaping.join(' ');
}

/**
 * Those that shape what every library computes: which forms of its functions glibc picks, and libraries that take others' place.
 * A preloaded library is named by its file, since folders differ between machines.
 */
export function processShaping(variables: Variables): Record<string, string> {
  const tunables = (variables.GLIBC_TUNABLES ?? '')
    .split(':')
    .filter((tunable) => tunable.startsWith('glibc.cpu.'))
    .sort();
  const preloaded = (variables.LD_PRELOAD ?? '')
    .split(/[: ]/)
    .filter((path) => path !== '')
    .map((path) => path.split('/').at(-1) ?? path);
  return {
    ...(tunables.length === 0 ? {} : { GLIBC_TUNABLES: tunables.join(':') }),
    ...(preloaded.length === 0 ? {} : { LD_PRELOAD: preloaded.join(' ') }),
  };
}
