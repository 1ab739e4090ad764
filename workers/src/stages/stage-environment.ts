/** Responsible for what else fixes a stage's bytes: native versions, instruction set, device. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus } from 'node:os';
import type { StageName } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import type { Settings } from '@espalier/settings';
import { loadXgboost } from '@espalier/xgboost';

type Environment = Readonly<Record<string, string | number | boolean | null>>;
export type StageEnvironment = Readonly<Record<StageName, Environment>>;

/** Vector extensions that make oneDNN and Eigen pick other kernels. */
const vectorFlags = /^(avx\S*|fma|amx\S*|sse4_2|asimd|sve\S*)$/;

function instructionSet(): string {
  const flags = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  return flags
    .split(' ')
    .filter((flag) => vectorFlags.test(flag))
    .sort()
    .join(' ');
}

export async function readStageEnvironment(settings: Settings): Promise<StageEnvironment> {
  const require = createRequire(import.meta.resolve('@espalier/features'));
  const duckdb = String((require('@duckdb/node-api/package.json') as { version: string }).version);
  await using xgb = loadXgboost(resolveNativePart('xgboost', settings));
  const { major, minor, patch } = xgb.version();
  const xgboost = `${major}.${minor}.${patch}`;
  const tensorflowPath = resolveNativePart('tfjs-addon', settings);
  const machine = { architecture: arch(), instructionSet: instructionSet() };
  const scanning = { duckdb, architecture: arch() };
  const fitting = { duckdb, xgboost, ...machine };
  const training = {
    tensorflow: tensorflowVersionOf(tensorflowPath),
    xgboost,
    device: settings.device,
    ...machine,
  };
  return {
    plan: scanning,
    extract: scanning,
    'fit-encoder': fitting,
    encode: fitting,
    train: training,
    evaluate: training,
    publish: { architecture: arch() },
    compare: training,
  };
}

/** The addon's folder is keyed by TensorFlow's version and the build's inputs, so its name identifies both. */
function tensorflowVersionOf(addonPath: string): string {
  return addonPath.split('/').at(-2) ?? addonPath;
}

/** For the lineage: which machine ran the orchestrator. */
export function machineModel(): string {
  return cpus()[0]?.model ?? arch();
}
