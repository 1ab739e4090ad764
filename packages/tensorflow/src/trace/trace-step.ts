// Responsible for tracing a step: until its lazy state is made, and again to see that it always does the same.
// Leaves to others: making the recording into a graph that runs.

import type { Collective } from '../collectives/collective.js';
import { TensorFlowError } from '../errors.js';
import type { TensorFlow } from '../node-backend.js';
import type { NodeMessage } from '../saved-model-format.js';
import { type CreatedVariable, namedVariables, ownMemory, restoringVariables } from './step-variables.js';
import { type InputSpec, type StepFunction, type TracePass, tracePass } from './trace-pass.js';

/**
 * Traces a step without changing any variable.
 *
 * Optimizers of tfjs make their state in their first step, so a first pass lets it be made, with the values that it
 * starts from. Then two passes must give the same graph: what differs was computed in JavaScript from something that
 * changes (a counter, a clock), and would be frozen. Of a pure step that has made nothing the first pass is one of the two.
 *
 * @throws TensorFlowError 'not-compilable'
 */
export function traceStep(
  tf: TensorFlow,
  step: StepFunction,
  inputs: Readonly<Record<string, InputSpec>>,
  collective: Collective | null,
  isPure = false,
): TracePass {
  refuseShapes(inputs);
  // Once: afterwards only what a pass keeps of them shares their memory.
  for (const { variable } of namedVariables(tf)) ownMemory(tf, variable);
  const pass = () => restoringVariables(tf, () => tracePass(tf, step, inputs, collective));
  const first = pass();
  const second = pass();
  refuseNewVariables(first.created, second);
  if (isPure && first.created.length === 0) {
    refuseDifference(first.trace.nodes, second.trace.nodes);
    return second;
  }
  const third = pass();
  refuseDifference(second.trace.nodes, third.trace.nodes);
  return third;
}

function refuseShapes(inputs: Readonly<Record<string, InputSpec>>): void {
  const wrong = Object.entries(inputs).filter(
    ([, { shape }]) => !shape.every((size) => Number.isSafeInteger(size) && size >= 0),
  );
  if (wrong.length === 0) return;
  const listed = wrong.map(([name, { shape }]) => `"${name}" is [${shape}]`).join('; ');
  throw new TensorFlowError('shape-mismatch', `inputs of a step have fixed shapes: ${listed}`);
}

/** @param made variables of the pass before: lazy state, or more of the same */
function refuseNewVariables(made: readonly CreatedVariable[], pass: TracePass): void {
  const [another] = pass.created;
  if (another === undefined) return;
  const { name } = another.variable;
  const inputs = new Set(pass.trace.nodes.flatMap(({ op, input }) => (op === 'ReadVariableOp' ? [] : input)));
  const touched = new Set(
    pass.variables
      .filter(({ handle, read, assigned }) => assigned !== null || inputs.has(handle) || inputs.has(read))
      .map(({ variable }) => variable),
  );
  for (const { variable } of pass.created) variable.dispose();
  for (const { variable } of made) if (!touched.has(variable)) variable.dispose();
  throw new TensorFlowError(
    'not-compilable',
    `the step makes a variable ("${name}") at every call; make it once, outside`,
  );
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
