// Responsible for the stand-in for the addon during a trace: each op runs as ever, and is recorded.
// Leaves to others: putting it in place, and the variables.

import { messageOf, TensorFlowError } from '../errors.js';
import type { NativeBinding, OutputMetadata, RawAttribute } from '../node-backend.js';
import { attributeMessages, inferredAttributes } from './attributes.js';
import { reasonToRefuse } from './refused-ops.js';
import { addConstant, recordRewritten } from './rewrites.js';
import type { Trace, TracedOutput } from './trace.js';

/** Above this many bytes a captured tensor is likely a data set caught by mistake. */
const maxCapturedBytes = 512 * 1024 * 1024;

export interface TracingBinding extends NativeBinding {
  /** Runs `body` without recording it. */
  unrecorded<T>(body: () => T): T;
  /** The output that a tensor is: captured as a constant where it was made before the trace. */
  outputOf(tensorId: number, reader: string): TracedOutput;
  /** Refuses to read a tensor back, if it is not made of constants alone. Returns the reason. */
  refusalToRead(tensorId: number): TensorFlowError | undefined;
  /** Runs `body`, which may read values back, since what it records does not depend on them. */
  allowingReads<T>(body: () => T): T;
  /** Deletes what tfjs has let go of meanwhile; the trace is over. */
  release(): void;
}

export function tracingBinding(real: NativeBinding, trace: Trace): TracingBinding {
  let recording = true;
  let readable = false;
  const released: number[] = [];
  const gpu = real.isUsingGpuDevice();

  const captured = (id: number, reader: string): TracedOutput => {
    const known = trace.find(id);
    if (known !== undefined) return known;
    const output = capture(real, trace, id, reader);
    trace.bind(id, output);
    return output;
  };

  const record = (
    op: string,
    attributes: readonly RawAttribute[],
    inputs: readonly number[],
    results: readonly OutputMetadata[],
  ) => {
    const sources = inputs.map((id) => captured(id, op));
    const constant = sources.every((source) => source.constant);
    const reason = reasonToRefuse(op, constant);
    if (reason !== undefined) throw trace.refuse(`${op} can't be compiled: ${reason}`);
    const given = attributeMessages(real, op, attributes);
    const shape = results[0]?.shape ?? [];
    let node = recordRewritten(trace, { op, attr: given, inputs: sources, shape, gpu });
    if (node === null) {
      const dtypes = sources.map(({ dtype }) => dtype);
      const attr = { ...given, ...inferredAttributes(op, given, dtypes) };
      node = trace.add(
        op,
        attr,
        sources.map(({ name }) => name),
      );
    }
    for (const [index, { id, shape, dtype }] of results.entries()) {
      trace.bind(id, { name: index === 0 ? node : `${node}:${index}`, shape, dtype, constant });
    }
  };

  const overrides = {
    createTensor(shape: readonly number[], dtype: number, values: NodeJS.ArrayBufferView): number {
      const id = real.createTensor(shape, dtype, values);
      if (recording) {
        if (!ArrayBuffer.isView(values)) throw trace.refuse('the step makes a tensor of strings');
        const name = addConstant(trace, dtype, shape, values);
        trace.bind(id, { name, shape: [...shape], dtype, constant: true });
      }
      return id;
    },
    executeOp(op: string, attributes: readonly RawAttribute[], inputs: readonly number[], outputs: number) {
      const results = runEagerly(real, op, attributes, inputs, outputs);
      if (recording) record(op, attributes, inputs, results);
      return results;
    },
    deleteTensor(id: number): void {
      released.push(id);
    },
    tensorDataSync(id: number) {
      const refusal = overrides.refusalToRead(id);
      if (refusal !== undefined) throw refusal;
      return real.tensorDataSync(id);
    },
    runSavedModel(): never {
      throw trace.refuse('the step runs a SavedModel, which is a graph of its own');
    },
    outputOf: captured,
    refusalToRead(id: number): TensorFlowError | undefined {
      const output = recording && !readable ? trace.find(id) : undefined;
      if (output === undefined || output.constant) return undefined;
      return trace.refuse(
        `the step reads back the values of a tensor (the result of ${output.name}, [${output.shape}]): a compiled step would see them once, at the trace. Return the tensor as an output, or express what depends on it in ops`,
      );
    },
    unrecorded<T>(body: () => T): T {
      const before = recording;
      recording = false;
      try {
        return body();
      } finally {
        recording = before;
      }
    },
    allowingReads<T>(body: () => T): T {
      const before = readable;
      readable = true;
      try {
        return body();
      } finally {
        readable = before;
      }
    },
    release(): void {
      for (const id of released.splice(0)) real.deleteTensor(id);
    },
  };
  // The addon's functions and constants are read-only properties of its exports: a plain assignment would fail.
  return Object.create(
    real,
    Object.fromEntries(Object.entries(overrides).map(([key, value]) => [key, { value }])),
  ) as TracingBinding;
}

/** @throws TensorFlowError 'op-failed' naming the op, which the addon's own message does not always do */
function runEagerly(
  real: NativeBinding,
  op: string,
  attributes: readonly RawAttribute[],
  inputs: readonly number[],
  outputs: number,
): OutputMetadata[] {
  try {
    return real.executeOp(op, attributes, inputs, outputs);
  } catch (cause) {
    const message = `${op} fails where the step is recorded, on inputs of zeros: ${messageOf(cause)}`;
    throw new TensorFlowError('op-failed', message, { cause });
  }
}

/** A tensor from before the trace that is no variable: its values as they are now, for ever. */
function capture(real: NativeBinding, trace: Trace, id: number, reader: string): TracedOutput {
  const [described] = real.executeOp('Shape', shapeAttributes(real, id), [id], 1);
  if (described === undefined) throw new TensorFlowError('op-failed', 'Shape gave no output');
  const shape = [...real.tensorDataSync(described.id)];
  real.deleteTensor(described.id);
  const values = real.tensorDataSync(id);
  if (values.byteLength > maxCapturedBytes) {
    throw new TensorFlowError(
      'not-compilable',
      `${reader} reads a tensor of ${values.byteLength} bytes made before the step, which would become a constant; make it an input or a variable`,
    );
  }
  const dtype =
    values instanceof Float32Array
      ? real.TF_FLOAT
      : values instanceof Int32Array
        ? real.TF_INT32
        : real.TF_BOOL;
  return { name: addConstant(trace, dtype, shape, values), shape, dtype, constant: true };
}

function shapeAttributes(real: NativeBinding, id: number): RawAttribute[] {
  const values = real.tensorDataSync(id);
  const type =
    values instanceof Float32Array
      ? real.TF_FLOAT
      : values instanceof Int32Array
        ? real.TF_INT32
        : real.TF_BOOL;
  return [
    { name: 'T', type: real.TF_ATTR_TYPE, value: type },
    { name: 'out_type', type: real.TF_ATTR_TYPE, value: real.TF_INT32 },
  ];
}
