// Responsible for one pass over a step: tfjs runs it on zeros, and every op is recorded.
// Leaves to others: how often, and what the recording is made into.

import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Collective } from '../collectives/collective.js';
import { TensorFlowError } from '../errors.js';
import { type NativeDtype, nativeDtypes } from '../native/native-tensor.js';
import { nodeBackend, type TensorFlow } from '../node-backend.js';
import { shapeMessage } from '../saved-model-format.js';
import { type ActiveTrace, withActiveTrace } from './active-trace.js';
import { guarded } from './guards.js';
import {
  type CreatedVariable,
  dropTape,
  namedVariables,
  noticingCreated,
  resetCreated,
  tensorIdOf,
} from './step-variables.js';
import { Trace, type TracedOutput } from './trace.js';
import { withTraceKernels } from './trace-kernels.js';
import { tracingBinding } from './tracing-binding.js';

export interface InputSpec {
  readonly shape: readonly number[];
  /** Default float32. What tfjs lacks (uint8, uint16) arrives in the step as int32, cast inside the runtime. */
  readonly dtype?: Exclude<NativeDtype, 'int64'>;
}

type StepInputs = Readonly<Record<string, Tensor>>;
export type StepFunction = (inputs: StepInputs) => Readonly<Record<string, Tensor>>;

export interface TracedVariable {
  readonly name: string;
  readonly variable: Variable;
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly handle: string;
  readonly read: string;
  /** Output that the step assigns at its end, if it does. */
  readonly assigned: string | null;
  /** What that waits for: earlier writes. */
  readonly waits: readonly string[];
}

export interface TracePass {
  readonly trace: Trace;
  readonly variables: readonly TracedVariable[];
  readonly outputs: Readonly<Record<string, TracedOutput>>;
  readonly created: readonly CreatedVariable[];
}

const dtypeNumbers: Readonly<Record<string, number>> = { float32: 1, int32: 3, bool: 10 };

/** Nodes that stand for a variable in the graph. */
function variableNodes(name: string): { handle: string; read: string } {
  // Without dots, so that no variable's name is another's with a suffix.
  const safe = name.replace(/[^A-Za-z0-9_\-/]/g, '_');
  return { handle: `variable/${safe}`, read: `variable/${safe}.read` };
}

/**
 * Variables that the step makes have the value that they were made with afterwards, even if it fails.
 * @throws TensorFlowError 'not-compilable'
 */
export function tracePass(
  tf: TensorFlow,
  step: StepFunction,
  inputs: Readonly<Record<string, InputSpec>>,
  collective: Collective | null,
): TracePass {
  const backend = nodeBackend(tf);
  const real = backend.binding;
  const trace = new Trace();
  const known = namedVariables(tf);

  const starts = new Map<Variable, { handle: string; read: string; name: string }>();
  /** The last write in place of a variable, and the read that follows it. */
  const written = new Map<Variable, { node: string; read: string }>();
  const declare = (name: string, variable: Variable, id: number) => {
    const nodes = declareVariable(trace, name, variable);
    starts.set(variable, { name, ...nodes });
    trace.bind(id, {
      name: nodes.read,
      shape: variable.shape,
      dtype: dtypeNumbers[variable.dtype] ?? 0,
      constant: false,
    });
  };
  for (const { name, variable } of known) declare(name, variable, tensorIdOf(backend, variable));

  const binding = tracingBinding(real, trace);
  const currentOutput = (variable: Variable, name: string) =>
    binding.outputOf(tensorIdOf(backend, variable), `variable "${name}"`).name;
  const waitsOf = (variable: Variable) => {
    const last = written.get(variable);
    return last === undefined ? [] : [`^${last.node}`, `^${last.read}`];
  };
  /** Writes to a variable's memory what tfjs has assigned to it so far; what is to be waited for then. */
  const settle = (variable: Variable): string[] => {
    const start = starts.get(variable);
    if (start === undefined) return [];
    const { handle, name, read } = start;
    const value = currentOutput(variable, name);
    if (value === (written.get(variable)?.read ?? read)) return waitsOf(variable);
    const attr = { dtype: { type: dtypeNumbers[variable.dtype] ?? 0 } };
    const inputs = [handle, value, ...waitsOf(variable)];
    const node = trace.add('AssignVariableOp', attr, inputs, `${handle}.settled`);
    trace.updates.push({ node, variables: [name] });
    return [`^${node}`];
  };
  const active: ActiveTrace = {
    trace,
    collective,
    nameOf: (tensor) => binding.outputOf(tensorIdOf(backend, tensor), 'the step').name,
    handleOf: (variable) => {
      const start = starts.get(variable);
      if (start === undefined) {
        // Made in this pass: the next one knows it from the start.
        return variableNodes(`new/${variable.name}`).handle;
      }
      return start.handle;
    },
    updateInPlace: (op, attr, names, variables) => {
      const waits = variables.flatMap(settle);
      const node = trace.add(op, attr, [...names, ...waits]);
      trace.updates.push({ node, variables: variables.map((each) => starts.get(each)?.name ?? each.name) });
      for (const variable of variables) {
        const start = starts.get(variable);
        if (start === undefined) continue;
        const dtype = dtypeNumbers[variable.dtype] ?? 0;
        const read = trace.add(
          'ReadVariableOp',
          { dtype: { type: dtype } },
          [start.handle, `^${node}`],
          `${start.read}.updated`,
        );
        written.set(variable, { node, read });
        tf.tidy(() => variable.assign(active.stand(read, variable.shape, variable.dtype as 'float32')));
      }
    },
    stand: (name, shape, dtype) => {
      const tensor = binding.unrecorded(() => tf.zeros([...shape], dtype));
      const id = binding.unrecorded(() => tensorIdOf(backend, tensor));
      trace.bind(id, { name, shape, dtype: dtypeNumbers[dtype] ?? 0, constant: false });
      return tensor;
    },
  };

  const created: CreatedVariable[] = [];
  backend.binding = binding;
  let pass: TracePass | undefined;
  try {
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries(inputs).map(([name, spec]) => [name, declareInput(tf, trace, active, name, spec)]),
      );
      const given = noticingCreated(tf, created, () =>
        guarded(
          tf,
          trace,
          binding,
          (variable) => starts.get(variable)?.name,
          () => withTraceKernels(tf, binding, () => withActiveTrace(active, () => step(tensors))),
        ),
      );
      const outputs = Object.fromEntries(
        Object.entries(checkOutputs(tf, trace, given)).map(([name, tensor]) => [
          name,
          binding.outputOf(tensorIdOf(backend, tensor), `output "${name}"`),
        ]),
      );
      if (trace.refusal !== undefined) throw trace.refusal;
      const variables = [...starts].map(([variable, start]): TracedVariable => {
        const end = currentOutput(variable, start.name);
        const unchanged = end === (written.get(variable)?.read ?? start.read);
        return {
          ...start,
          variable,
          shape: [...variable.shape],
          dtype: dtypeNumbers[variable.dtype] ?? 0,
          waits: waitsOf(variable),
          assigned: unchanged ? null : end,
        };
      });
      pass = { trace, variables, outputs, created };
    });
  } catch (thrown) {
    dropTape(tf);
    // The step may have caught the first reason and failed of its own.
    throw trace.refusal ?? thrown;
  } finally {
    backend.binding = real;
    resetCreated(tf, created);
    binding.release();
  }
  if (pass === undefined) throw new Error('tf.tidy did not run its function');
  return pass;
}

function declareVariable(trace: Trace, name: string, variable: Variable): { handle: string; read: string } {
  const dtype = dtypeNumbers[variable.dtype];
  if (dtype === undefined) {
    throw new TensorFlowError('unsupported', `variable "${name}" is of dtype ${variable.dtype}`);
  }
  const { handle, read } = variableNodes(name);
  const attr = { dtype: { type: dtype }, shape: { shape: shapeMessage(variable.shape) } };
  const shared = { shared_name: { s: new TextEncoder().encode(name) } };
  const handleNode = trace.add('VarHandleOp', { ...attr, ...shared }, [], handle);
  return {
    handle: handleNode,
    read: trace.add('ReadVariableOp', { dtype: { type: dtype } }, [handleNode], read),
  };
}

function declareInput(
  tf: TensorFlow,
  trace: Trace,
  active: ActiveTrace,
  name: string,
  spec: InputSpec,
): Tensor {
  const { shape, dtype = 'float32' } = spec;
  const attr = { dtype: { type: nativeDtypes[dtype].number }, shape: { shape: shapeMessage(shape) } };
  const placeholder = trace.add('Placeholder', attr, [], `input/${name}`);
  if (dtype === 'float32' || dtype === 'int32') return active.stand(placeholder, shape, dtype);
  if (dtype === 'bool') {
    const numbers = cast(trace, placeholder, nativeDtypes.bool.number, nativeDtypes.int32.number);
    return tf.cast(active.stand(numbers, shape, 'int32'), 'bool');
  }
  return active.stand(
    cast(trace, placeholder, nativeDtypes[dtype].number, nativeDtypes.int32.number),
    shape,
    'int32',
  );
}

function cast(trace: Trace, input: string, from: number, to: number): string {
  return trace.add('Cast', { SrcT: { type: from }, DstT: { type: to }, Truncate: { b: false } }, [input]);
}

function checkOutputs(tf: TensorFlow, trace: Trace, given: unknown): Readonly<Record<string, Tensor>> {
  if (given instanceof Promise) {
    // What becomes of it is of no interest any more.
    given.catch(() => {});
    throw trace.refuse('the step is asynchronous; it must return its tensors, not a promise');
  }
  const entries = given !== null && typeof given === 'object' ? Object.entries(given) : null;
  if (entries === null || given instanceof tf.Tensor) {
    throw trace.refuse('the step must return an object of tensors, such as { loss }');
  }
  const problems = entries.flatMap(([name, value]) => {
    if (!(value instanceof tf.Tensor)) return [`"${name}" is no tensor`];
    if (value.isDisposed) return [`"${name}" was disposed of`];
    return value.dtype in dtypeNumbers ? [] : [`"${name}" is of ${value.dtype}`];
  });
  if (problems.length > 0) {
    throw trace.refuse(
      `the step must return an object of tensors of float32, int32 or bool: ${problems.join('; ')}`,
    );
  }
  return given as Readonly<Record<string, Tensor>>;
}
