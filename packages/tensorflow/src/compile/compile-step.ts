// Responsible for `compileStep`: from a step in plain tfjs to native calls.
// Leaves to others: each of the parts — tracing, planning, running.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { Collective } from '../collectives/collective.js';
import { usesGpu } from '../load-tensorflow.js';
import { GraphSession } from '../native/graph-session.js';
import { type SessionSettings, sessionConfig } from '../native/session-config.js';
import type { TensorFlow } from '../node-backend.js';
import { encodeGraphDef, type NodeMessage } from '../saved-model-format.js';
import { tableNodes } from '../sparse/table-nodes.js';
import type { InputSpec } from '../trace/trace-pass.js';
import { traceStep } from '../trace/trace-step.js';
import { CompiledStep } from './compiled-step.js';
import { stateNodes } from './runtime-variables.js';
import { planStepGraph } from './step-graph.js';

export type { InputSpec } from '../trace/trace-pass.js';

/** Specs of the inputs by name. */
export type InputSpecs = Readonly<Record<string, InputSpec>>;

export interface CompileOptions<Inputs extends InputSpecs> {
  /** Shapes are fixed: compile a step for each batch size. */
  readonly inputs: Inputs;
  /** Carries what `allReduceSum` in the step sums over the ranks of a gang. Default: there is one rank. */
  readonly collective?: Collective;
  /** Whether the step does the same from its first call on, as one that keeps nothing in JavaScript does: it is traced once less. Default false. */
  readonly isPure?: boolean;
  /** Names the step in errors. Default "the step". */
  readonly label?: string;
  readonly session?: Omit<SessionSettings, 'placesPrunedGraph' | 'gang'>;
}

/**
 * Compiles a step written in plain tfjs — layers, losses, optimizers, autodiff — into native calls of a graph.
 *
 * The step is run a few times on zeros to record it, without changing any variable. From then on its variables, and its
 * optimizer's, live inside the runtime, starting from what they were: `readVariables` and `writeVariables` reach them by
 * name, `pullVariables` copies them back into tfjs's. Two steps compiled over the same variables have copies of their own.
 * Tensors and numbers that the step closes over become constants. State that an optimizer makes in its first step is made
 * now, and stays in tfjs with the values that it starts from.
 *
 *     const step = await compileStep(tf, ({ x, y }) => {
 *       const loss = optimizer.minimize(() => tf.losses.sigmoidCrossEntropy(y, model.predict(x)), true);
 *       return { loss };
 *     }, { inputs: { x: { shape: [256, 64] }, y: { shape: [256, 1] } } });
 *     const { loss } = await step.run({ x: floats, y: labels });
 *
 * @throws TensorFlowError 'not-compilable', naming the op and the reason, for what would not be repeated faithfully:
 *   values read back, shapes that depend on data, random numbers of JavaScript, numbers that change from call to call;
 *   tfjs is then as it was before. 'op-failed' for an op that fails on zeros, 'shape-mismatch' for shapes not fixed
 */
export async function compileStep<const Inputs extends InputSpecs>(
  tf: TensorFlow,
  step: (inputs: { readonly [Name in keyof Inputs]: Tensor }) => Readonly<Record<string, Tensor>>,
  options: CompileOptions<Inputs>,
): Promise<CompiledStep> {
  const { inputs, collective = null, isPure = false, label = 'the step', session: settings = {} } = options;
  const pass = traceStep(tf, step as never, inputs, collective, isPure);
  const onGpu = usesGpu(tf);
  // The op is of one thread, where TensorFlow's shares its work out; and XLA compiles what it finds.
  const fusesUpdates = !onGpu && settings.threads === 1 && settings.xla !== true;
  const graph = planStepGraph(pass, { fusesUpdates });
  const gang = collective?.kind === 'graph' ? collective : null;
  const session = new GraphSession({
    source: {
      graph: encodeGraphDef(
        [
          ...graph.nodes,
          ...graph.variables.flatMap(stateNodes),
          ...graph.tables.flatMap((table) => tableNodes(table, onGpu)),
        ].map(sameWithXla),
      ),
      config: sessionConfig({
        ...settings,
        // Among several devices, the first signature that touches a variable would choose its place for all. A pruned graph is not
        // rewritten, and bfloat16 is a rewriting.
        placesPrunedGraph: !onGpu && gang === null && settings.bfloat16 !== true,
        ...(gang === null ? {} : { gang }),
      }),
      ...(gang === null ? {} : { target: gang.target }),
    },
    label,
    ...(gang === null ? {} : { timeoutSeconds: gang.timeoutSeconds }),
  });
  try {
    return new CompiledStep({ tf, label, graph, session, inputs, collective });
  } catch (thrown) {
    session.dispose();
    throw thrown;
  }
}

/** XLA's own form of the stateless random ops draws other numbers: they are left out of what it compiles. */
function sameWithXla(node: NodeMessage): NodeMessage {
  if (!node.op.startsWith('StatelessRandom')) return node;
  return { ...node, attr: { ...node.attr, _XlaCompile: { b: false } } };
}
