/**
 * Responsible for the environment of a worker: all of its surroundings that shape the bytes that it makes.
 * Leaves to others: which part of it a stage's key names (stage-environment.ts), and telling it (announceWorker of fanout).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Environment, EspalierError } from '@espalier/domain';
import type { WorkerRole } from '@espalier/fanout';
import { addonSourcesDigest, findGpus, nativePartVersion } from '@espalier/native';
import { inheritedEnvironment, isLoopback, type Settings } from '@espalier/settings';
import type { CodeDigests } from '../stages/code-digests.js';
import { codeOfRole } from '../stages/stage-environment.js';
import { processorEnvironment } from './processor.js';
import { floatPrecision, processShaping, tensorflowShaping, type Variables } from './shaping-variables.js';

/**
 * @param code of this process's stages
 * @param variables of the process that computes, which a rank has of its host
 * @throws EspalierError `native.missing`, `native.no-gpu`
 */
export async function readEnvironment(
  role: WorkerRole,
  settings: Settings,
  code: CodeDigests,
  variables: Variables = inheritedEnvironment(),
): Promise<Environment> {
  const common = {
    code: codeOfRole(role, code),
    ...processorEnvironment(),
    ...processShaping(variables),
  };
  switch (role) {
    case 'feature': {
      const [xgboost, tensorflow] = await Promise.all([
        nativePartVersion('xgboost', settings),
        tensorflowEnvironment(settings, variables, 'cpu'),
      ]);
      return { ...common, duckdb: duckdbVersion(), xgboost, ...tensorflow };
    }
    case 'encoder':
      return { ...common, duckdb: duckdbVersion(), xgboost: await nativePartVersion('xgboost', settings) };
    case 'trainer': {
      const { device } = settings;
      const gradientSum = gradientSumOf(settings);
      return {
        ...common,
        device,
        gradientSum,
        ...(gradientSum === 'network' ? { xgboost: await nativePartVersion('xgboost', settings) } : {}),
        ...(await tensorflowEnvironment(settings, variables, device)),
        ...(device === 'gpu' ? await gpuEnvironment(settings) : {}),
      };
    }
  }
}

/** Of workers of each role if they ran beside this process; a GPU that this machine lacks is left out. */
export async function assumedEnvironments(
  settings: Settings,
  code: CodeDigests,
): Promise<Record<WorkerRole, Environment>> {
  const [feature, encoder, trainer] = await Promise.all([
    readEnvironment('feature', settings, code),
    readEnvironment('encoder', settings, code),
    readEnvironment('trainer', settings, code).catch((error: unknown) => {
      if (!(error instanceof EspalierError) || error.code !== 'native.no-gpu') throw error;
      return readEnvironment('trainer', { ...settings, device: 'cpu' }, code);
    }),
  ]);
  return { feature, encoder, trainer };
}

/** In shared memory on one machine; over several by XGBoost's collectives; GPUs among themselves. */
function gradientSumOf(settings: Settings): 'shared memory' | 'network' | 'nccl' {
  if (settings.device === 'gpu') return 'nccl';
  return isLoopback(settings.advertiseAddress) ? 'shared memory' : 'network';
}

/** Digits that tell the ops of our own from others. */
const addonDigits = 16;

async function tensorflowEnvironment(
  settings: Settings,
  variables: Variables,
  device: 'cpu' | 'gpu',
): Promise<Environment> {
  return {
    tensorflow: await nativePartVersion('tensorflow', settings),
    tensorflowAddon: addonSourcesDigest().slice(0, addonDigits),
    tfjs: packageVersion('@espalier/tensorflow', '@tensorflow/tfjs-core'),
    precision: floatPrecision(variables),
    ...tensorflowShaping(variables, device),
  };
}

async function gpuEnvironment(settings: Settings): Promise<Environment> {
  const models = new Set((await findGpus(settings)).map(({ name }) => name));
  const driver = /Kernel Module\s+(\S+)/.exec(readFileSync('/proc/driver/nvidia/version', 'utf8'))?.[1];
  return { gpu: [...models].sort().join(', '), gpuDriver: driver ?? null };
}

function duckdbVersion(): string {
  return packageVersion('@espalier/features', '@duckdb/node-api');
}

/** Of a package as another one finds it. */
function packageVersion(from: string, name: string): string {
  const require = createRequire(createRequire(import.meta.url).resolve(from));
  return (require(`${name}/package.json`) as { version: string }).version;
}
