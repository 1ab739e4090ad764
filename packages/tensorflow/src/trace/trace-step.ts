// Responsible for tracing a step: until its lazy state is made, then twice more to see that it always does the same.
// Leaves to others: making the recording into a graph that runs.

import type { Collective } from '../collectives/collective.js';
import { TensorFlowError } from '../errors.js';
import type { NativeArray } from '../native/native-tensor.js';
import { nodeBackend, type TensorFlow } from '../node-backend.js';
import type { NodeMessage } from '../saved-model-format.js';
import { restoringVariables } from './step-variables.js';
import { type InputSpec, type StepFunction, type TracePass, tracePass } from './trace-pass.js';

/**
 * Traces a step without changing any variable.
 *
 * Optimizers of tfjs make their state in their first step, so a first pass lets it be made, with the values that it
 * starts from. Then two passes must give the same graph: what differs was computed in JavaScript from something that
 * changes (a counter, a clock), and would be frozen.
 *
 * @throws TensorFlowError 'not-compilable'
 */
export function traceStep(
  tf: TensorFlow,
  step: StepFunction,
  inputs: Readonly<Record<string, InputSpec>>,
  collective: Collective | null,
): TracePass {
  makeLazyState(tf, step, inputs, collective);
  const pass = () =>
    restoringVariables(tf, () =>
      tracePass(tf, step, inputs, collective, ({ created }) => {
        const [variable] = created;
        if (variable !== undefined) {
          throw new TensorFlowError(
            'not-compilable',
            `the step makes a variable ("${variable.variable.name}") at every call; make it once, outside`,
          );
        }
      }),
    );
  const first = pass();
  const second = pass();
  refuseDifference(first.trace.nodes, second.trace.nodes);
  return second;
}

function makeLazyState(
  tf: TensorFlow,
  step: StepFunction,
  inputs: Readonly<Record<string, InputSpec>>,
  collective: Collective | null,
): void {
  const { binding } = nodeBackend(tf);
  restoringVariables(tf, () => {
    const initial: { values: NativeArray; index: number }[] = [];
    const { created } = tracePass(tf, step, inputs, collective, (pass) => {
      for (const [index, { initialId }] of pass.created.entries()) {
        initial.push({ index, values: binding.tensorDataSync(initialId).slice() });
      }
    });
    for (const { index, values } of initial) {
      const variable = created[index]?.variable;
      if (variable === undefined || variable.isDisposed) continue;
      tf.tidy(() => variable.assign(tf.tensor(values as Float32Array, variable.shape, variable.dtype)));
    }
  });
}

function refuseDifference(first: readonly NodeMessage[], second: readonly NodeMessage[]): void {
  const index = first.findIndex((node, at) => !sameNode(node, second[at]));
  if (index < 0 && first.length === second.length) return;
  const node = second[Math.max(index, 0)] ?? first[Math.max(index, 0)];
  const what =
    node?.op === 'Const' ? 'a number computed in JavaScript' : `the op ${node?.op} (${node?.name})`;
  throw new TensorFlowError(
    'not-compilable',
    `${what} changes from one call of the step to the next, and a compiled step would freeze it${node?.op === 'Const' ? ` (it goes into ${consumerOf(second, node.name)})` : ''}; make it an input or a variable`,
  );
}

function consumerOf(nodes: readonly NodeMessage[], name: string): string {
  return nodes.find(({ input }) => input.includes(name))?.op ?? 'an output';
}

function sameNode(a: NodeMessage, b: NodeMessage | undefined): boolean {
  if (b === undefined || a.op !== b.op || a.name !== b.name || a.input.join() !== b.input.join())
    return false;
  const text = (node: NodeMessage) =>
    JSON.stringify(node.attr, (key, value) => (key === 'tensor_content' || key === 's' ? undefined : value));
  if (text(a) !== text(b)) return false;
  const content = (node: NodeMessage) =>
    Buffer.from(node.attr.value?.tensor?.tensor_content ?? new Uint8Array());
  return content(a).equals(content(b));
}
