import { describe, expect, it } from 'vitest';
import { withChosenPrecision } from './chosen-precision.js';
import { pipelineSchema } from './pipeline-schema.js';

const specOf = (training: object) =>
  pipelineSchema.parse({
    name: 'feed',
    source: { train: { uri: 'log.parquet' } },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked = 1' }],
    training,
  });
const chosen = (training: object, environment: Record<string, string>) =>
  withChosenPrecision(specOf(training), { device: 'cpu', ...environment }).training.precision;
const auto = { precision: 'auto' };

describe('precision: auto', () => {
  it.each([
    ['avx avx512_bf16 avx512f', 'bfloat16'],
    ['amx_bf16 amx_tile avx2', 'bfloat16'],
    ['asimd bf16 i8mm', 'bfloat16'],
    ['avx avx2 avx512f avx512_vnni', 'float32'],
    ['amx_tile', 'float32'],
    ['', 'float32'],
  ])('on a processor with %j is %s', (instructionSet, expected) => {
    expect(chosen(auto, { instructionSet })).toBe(expected);
  });

  it.each([
    ['on a GPU', auto, { device: 'gpu' }],
    ['op by op', { ...auto, execution: 'eager' }, {}],
  ])('%s is float32', (_, training, environment) => {
    expect(chosen(training, { instructionSet: 'avx512_bf16', ...environment })).toBe('float32');
  });

  it('leaves what is asked for as it is', () => {
    expect(chosen({}, { instructionSet: 'avx512_bf16' })).toBe('float32');
    expect(chosen({ precision: 'bfloat16' }, { instructionSet: 'avx2' })).toBe('bfloat16');
  });
});
