// Responsible for what a step can do in JavaScript that no op shows: while it is traced, that is refused.
// Leaves to others: ops that can't be compiled.

import type { DataId, Tensor, Variable } from '@tensorflow/tfjs-core';
import { nodeBackend, type TensorFlow } from '../node-backend.js';
import type { Trace } from './trace.js';
import type { TracingBinding } from './tracing-binding.js';

/** The part of tfjs's engine that lets go of tensors; it is not in its types. */
interface DisposingEngine {
  nextTensorId(): number;
  disposeTensor(tensor: Tensor): void;
  disposeVariable(variable: Variable): void;
}

/** Runs `body`, in which a step runs. `nameOf`: the names of variables from before it. */
export function guarded<T>(
  tf: TensorFlow,
  trace: Trace,
  binding: TracingBinding,
  nameOf: (variable: Variable) => string | undefined,
  body: () => T,
): T {
  return withoutRandomNumbers(trace, () =>
    withoutReadingLater(tf, binding, () => withoutDisposing(tf, trace, nameOf, body)),
  );
}

/** tfjs draws its random numbers in JavaScript: in a trace they would be drawn once, for ever. */
function withoutRandomNumbers<T>(trace: Trace, body: () => T): T {
  const refuse = () => {
    throw trace.refuse(
      'the step draws random numbers in JavaScript (tf.dropout, tf.randomUniform, Math.random), which a compiled step would repeat for ever; draw with statelessUniform, keyed by a seed and an input that counts the steps',
    );
  };
  return withReplaced(Math, 'random', refuse, body);
}

/**
 * `data()` reads in a promise. It never settles here: what waits for it would go on when the trace is over, and there is
 * nobody to catch its error.
 */
function withoutReadingLater<T>(tf: TensorFlow, binding: TracingBinding, body: () => T): T {
  const backend = nodeBackend(tf);
  const read = backend.read.bind(backend);
  const guard = (dataId: DataId) => {
    const [id] = backend.getInputTensorIds([{ dataId, shape: [], dtype: 'float32' }]);
    const refusal = id === undefined ? undefined : binding.refusalToRead(id);
    return refusal === undefined ? read(dataId) : new Promise<never>(() => {});
  };
  return withReplaced(backend, 'read', guard, body);
}

/** What lay there before the step can't be brought back once it is gone. */
function withoutDisposing<T>(
  tf: TensorFlow,
  trace: Trace,
  nameOf: (variable: Variable) => string | undefined,
  body: () => T,
): T {
  const engine = tf.engine() as unknown as DisposingEngine;
  const { disposeTensor, disposeVariable } = engine;
  const firstId = engine.nextTensorId();
  const guardVariable = (variable: Variable) => {
    const name = nameOf(variable);
    if (name !== undefined) throw trace.refuse(`the step disposes of the variable "${name}"`);
    disposeVariable.call(engine, variable);
  };
  const guardTensor = (tensor: Tensor) => {
    // A variable lets go of its old value whenever it is assigned another.
    if (tensor.id < firstId && !(tensor instanceof tf.Variable)) {
      throw trace.refuse(
        `the step disposes of a tensor made before it, ${tensor.dtype} [${tensor.shape}]: it could do so once, and no second time`,
      );
    }
    disposeTensor.call(engine, tensor);
  };
  return withReplaced(engine, 'disposeTensor', guardTensor, () =>
    withReplaced(engine, 'disposeVariable', guardVariable, body),
  );
}

/** Runs `body` with another value of a property. */
export function withReplaced<T, O extends object, K extends keyof O>(
  object: O,
  key: K,
  replacement: O[K],
  body: () => T,
): T {
  const own = Object.getOwnPropertyDescriptor(object, key);
  object[key] = replacement;
  try {
    return body();
  } finally {
    if (own === undefined) delete object[key];
    else Object.defineProperty(object, key, own);
  }
}
