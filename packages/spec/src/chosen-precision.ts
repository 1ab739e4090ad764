/** Responsible for which precision a training has where the pipeline leaves it to the trainers' processors; pure. */
import type { Environment } from '@espalier/domain';
import type { PipelineSpec } from './pipeline-schema.js';

/** Instructions that multiply 16-bit floats, as an environment's `instructionSet` names them: of x86, of ARM. */
const bfloat16Instructions = ['avx512_bf16', 'amx_bf16', 'bf16'];

export type Precision = Exclude<PipelineSpec['training']['precision'], 'auto'>;

/**
 * The pipeline with its precision decided.
 * @param environment of the trainers; `instructionSet` and `device` decide
 */
export function withChosenPrecision(spec: PipelineSpec, environment: Environment): PipelineSpec {
  const { training } = spec;
  if (training.precision !== 'auto') return spec;
  return { ...spec, training: { ...training, precision: precisionFor(training, environment) } };
}

/** On a GPU it is float32: what 16 bits do there has not been measured. */
function precisionFor(
  { execution }: Pick<PipelineSpec['training'], 'execution'>,
  { device, instructionSet }: Environment,
): Precision {
  if (execution === 'eager' || device !== 'cpu') return 'float32';
  const instructions = String(instructionSet ?? '').split(' ');
  return bfloat16Instructions.some((name) => instructions.includes(name)) ? 'bfloat16' : 'float32';
}
