import { defineErrors } from './define-errors.js';

const installAgain = 'Run `npm run setup`, which fetches what is missing and goes on where it stopped.';

export const nativeErrors = defineErrors({
  'native.missing': {
    kind: 'infra',
    retryable: false,
    meaning: 'A native part (a server or a numeric library) is not on this machine.',
    fix: installAgain,
  },
  'native.unsupported-platform': {
    kind: 'infra',
    retryable: false,
    meaning: 'The native parts that Espalier fetches exist for Linux on x86-64 with glibc only.',
    fix: 'Use such a machine, or bring your own parts: docs/settings.md names the variables that point at them.',
  },
  'native.python-missing': {
    kind: 'infra',
    retryable: false,
    meaning: 'python3 or its pip is not there; they are needed once, to fetch the native parts.',
    fix: 'Install them, for example with `apt-get install python3 python3-pip`, then run `npm run setup`.',
  },
  'native.python-unsupported': {
    kind: 'infra',
    retryable: false,
    meaning: 'The python3 on this machine is not one that the packages of the benchmarks are made for.',
    fix: 'Put a python3 of a version that the message names first on PATH; only the benchmarks that compare with Python need it.',
  },
  'native.compiler-missing': {
    kind: 'infra',
    retryable: false,
    meaning: 'g++ is not there; it is needed once, to build the TensorFlow addon.',
    fix: 'Install it, for example with `apt-get install g++`, then run `npm run setup`.',
  },
  'native.disk-full': {
    kind: 'infra',
    retryable: false,
    meaning: 'The disk that holds the cache of native parts has too little room.',
    fix: 'Free the room that the message names, or set ESPALIER_CACHE_DIR to a folder on a larger disk.',
  },
  'native.fetch-failed': {
    kind: 'infra',
    retryable: true,
    meaning: 'pip could not fetch a native part, or what it fetched is not the pinned file.',
    fix: `Check the network and pip's own settings (index, proxy, certificates). ${installAgain}`,
  },
  'native.build-failed': {
    kind: 'infra',
    retryable: false,
    meaning: 'A native part that is built on this machine did not compile.',
    fix: 'Read the compiler output that the message names; a g++ of version 9 or newer is expected.',
  },
  'native.no-gpu': {
    kind: 'infra',
    retryable: false,
    meaning: 'The settings ask for a GPU, and there is none here that CUDA can use.',
    fix: 'Install or mend the NVIDIA driver (`nvidia-smi` has to list the GPU), give the container its devices, or set ESPALIER_DEVICE=cpu.',
  },
  'native.install-busy': {
    kind: 'infra',
    retryable: true,
    meaning: 'Another process on this machine has been installing native parts for a very long time.',
    fix: 'Wait for it or end it; its lock goes with it.',
  },
});
