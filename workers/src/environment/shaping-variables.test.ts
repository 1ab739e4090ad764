import { describe, expect, it } from 'vitest';
import { instructionSet } from './processor.js';
import {
  floatPrecision,
  processShaping,
  shapesTensorflowOnly,
  tensorflowShaping,
} from './shaping-variables.js';

describe('variables that shape what TensorFlow computes', () => {
  it.each([
    'ONEDNN_MAX_CPU_ISA',
    'DNNL_MAX_CPU_ISA',
    'ONEDNN_CPU_ISA_HINTS',
    'TF_ENABLE_ONEDNN_SPMM',
    'TF_AUTO_MIXED_PRECISION_GRAPH_REWRITE_LEVEL',
    'TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL',
    'XLA_FLAGS',
    'TF_XLA_FLAGS',
  ])('%s', (name) => {
    expect(tensorflowShaping({ [name]: 'x' }, 'cpu')).toEqual({ [name]: 'x' });
    expect(shapesTensorflowOnly(name)).toBe(true);
    expect(tensorflowShaping({ [name]: '' }, 'cpu')).toEqual({});
  });

  it.each([
    // What is told, cached or measured; what is set before TensorFlow is loaded, whatever it was.
    'ONEDNN_VERBOSE',
    'ONEDNN_PRIMITIVE_CACHE_CAPACITY',
    'TF_CPP_MIN_LOG_LEVEL',
    'TF_ENABLE_ONEDNN_OPTS',
    'TF_NUM_INTRAOP_THREADS',
    // Threads of libraries that are given their number.
    'OMP_NUM_THREADS',
    // Terraform's, which are secrets.
    'TF_VAR_password',
    'TF_TOKEN_app_terraform_io',
    'NCCL_ALGO',
  ])('not %s', (name) => {
    expect(tensorflowShaping({ [name]: 'x' }, 'cpu')).toEqual({});
  });

  it('and more of them where a GPU computes', () => {
    const variables = { NCCL_ALGO: 'Ring', NCCL_DEBUG: 'INFO', CUBLAS_WORKSPACE_CONFIG: ':16:8' };
    const { NCCL_DEBUG: _told, ...shaping } = variables;
    expect(tensorflowShaping(variables, 'gpu')).toEqual(shaping);
  });
});

it.each([
  [{}, 'float32'],
  [{ ONEDNN_DEFAULT_FPMATH_MODE: 'STRICT' }, 'float32'],
  [{ ONEDNN_DEFAULT_FPMATH_MODE: 'BF16' }, 'bf16'],
  [{ DNNL_DEFAULT_FPMATH_MODE: 'any' }, 'any'],
  [{ TF_SET_ONEDNN_FPMATH_MODE: 'BF16', ONEDNN_DEFAULT_FPMATH_MODE: 'strict' }, 'bf16'],
])('%j: products of %s', (variables, precision) => {
  expect(floatPrecision(variables)).toBe(precision);
});

it.each([
  [
    { GLIBC_TUNABLES: 'glibc.malloc.arena_max=1:glibc.cpu.hwcaps=-AVX2,-FMA' },
    'GLIBC_TUNABLES',
    'glibc.cpu.hwcaps=-AVX2,-FMA',
  ],
  [{ LD_PRELOAD: '/opt/amd/libalm.so:libx.so' }, 'LD_PRELOAD', 'libalm.so libx.so'],
])('%j shapes every library', (variables, name, value) => {
  expect(processShaping(variables)).toEqual({ [name]: value });
});

it('what shapes no bytes shapes no environment', () => {
  expect(processShaping({ GLIBC_TUNABLES: 'glibc.malloc.arena_max=1', PATH: '/bin', HOME: '/root' })).toEqual(
    {},
  );
});

it.each([
  ['flags\t\t: fpu sse4_1 smep sme avx2 avx512f fma ht', 'avx2 avx512f fma sse4_1'],
  ['Features\t: fp asimd evtstrm sve bf16 sme2', 'asimd bf16 sme2 sve'],
  ['', ''],
])('reads the vector extensions of %j', (cpuinfo, expected) => {
  expect(instructionSet(cpuinfo)).toBe(expected);
});
