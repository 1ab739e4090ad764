// Responsible for which ops a compiled step can't repeat faithfully, and why.
// Leaves to others: values read back in JavaScript, which are no ops.

const random =
  'it draws random numbers from a hidden state; draw with statelessUniform, keyed by a seed and an input that counts the steps';
const dataShape =
  'the shape of its result depends on data, and a compiled step has one shape for ever; use masks (tf.where, tf.mul) instead';
const outside = 'it acts outside the step (files, summaries, decoding); do it before or after the step';

const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /^(Multinomial|Random|TruncatedNormal|ParameterizedTruncatedNormal|StatefulUniform|StatefulStandardNormal)/,
    random,
  ],
  [
    /^(Where|Unique|UniqueWith|NonMaxSuppression|ListDiff|SparseFillEmptyRows|SparseReshape|DynamicPartition|RaggedRange|RaggedGather|RaggedTensorToTensor|StringNGrams|StringSplit|BooleanMask)/,
    dataShape,
  ],
  [
    /^(Decode|Encode|ReadFile|WriteFile|Write.*Summary|CreateSummary|FlushSummary|CloseSummary|SummaryWriter|Print|PyFunc)/,
    outside,
  ],
];

/** Why an op can't be compiled, or undefined if it can. `constant`: all its inputs are. */
export function reasonToRefuse(op: string, constant: boolean): string | undefined {
  const reason = reasons.find(([pattern]) => pattern.test(op))?.[1];
  return reason === dataShape && constant ? undefined : reason;
}
