// Responsible for bringing the rows that each rank's batch touches to every rank, in rank order.
// Leaves to others: summing them, and how ranks talk.

import type { Collective, GraphCollective } from '../collectives/collective.js';
import { type Attributes, dataTypes } from '../execute-op.js';
import { shapeMessage } from '../saved-model-format.js';
import type { Trace } from '../trace/trace.js';
import { type RowGradient, sumById } from './touched-rows.js';
import type { GraphRowOps } from './traced-row-ops.js';

/** An ID goes as two floats, each exact: whole numbers beyond 2^24 are not. */
const idBase = 4096;
const idFloats = 2;

/**
 * The rows of all ranks behind each other. Each rank first sums its own by ID where what travels may be of any length
 * (`host`); a node of the graph (`graph`) has a fixed shape and takes all the IDs of a batch.
 */
export function exchangeRows(
  ops: GraphRowOps,
  trace: Trace,
  collective: Collective,
  gradient: RowGradient<string>,
  width: number,
): RowGradient<string> {
  return collective.kind === 'host'
    ? exchangeByHost(ops, trace, sumById(ops, gradient), width)
    : exchangeInGraph(ops, trace, collective, gradient);
}

const int32 = { type: 'int32' } as const;
const float32 = { type: 'float32' } as const;

/** One record [high, low, ...row] an ID; the step is cut where they travel. */
function exchangeByHost(
  ops: GraphRowOps,
  trace: Trace,
  { ids, rows }: RowGradient<string>,
  width: number,
): RowGradient<string> {
  const cast = (from: 'int32' | 'float32', to: 'int32' | 'float32', value: string) =>
    ops.run('Cast', { SrcT: { type: from }, DstT: { type: to }, Truncate: { bool: false } }, [value]);
  const base = ops.int32([], [idBase]);
  const part = (op: 'FloorDiv' | 'FloorMod') =>
    cast('int32', 'float32', ops.run(op, { T: int32 }, [ids, base]));
  const column = (value: string) =>
    ops.run('ExpandDims', { T: float32, Tdim: int32 }, [value, ops.int32([], [1])]);
  const records = ops.run('ConcatV2', { N: { int: 3 }, T: float32, Tidx: int32 }, [
    column(part('FloorDiv')),
    column(part('FloorMod')),
    rows,
    ops.int32([], [1]),
  ]);
  const recordLength = idFloats + width;
  const shape = shapeMessage([-1, recordLength]);
  const gathered = trace.add(
    'Placeholder',
    { dtype: { type: dataTypes.float32 }, shape: { shape } },
    [],
    'gathered',
  );
  trace.cuts.push({ from: [records], to: [gathered], recordLength });
  const [high, low, all] = ops.runAll(
    'SplitV',
    { num_split: { int: 3 }, T: float32, Tlen: int32 },
    [gathered, ops.int32([3], [1, 1, width]), ops.int32([], [1])],
    3,
  );
  if (high === undefined || low === undefined || all === undefined)
    throw new RangeError('SplitV has three outputs');
  const whole = (value: string) =>
    cast(
      'float32',
      'int32',
      ops.run('Reshape', { T: float32, Tshape: int32 }, [value, ops.int32([1], [-1])]),
    );
  const scaled = ops.run('Mul', { T: int32 }, [whole(high), base]);
  return { ids: ops.run('AddV2', { T: int32 }, [scaled, whole(low)]), rows: all };
}

/** Instance keys of gathers start here, so that they are none of the sums'. */
const firstGather = 1_000_000;

function exchangeInGraph(
  ops: GraphRowOps,
  trace: Trace,
  { worldSize, communication }: GraphCollective,
  { ids, rows }: RowGradient<string>,
): RowGradient<string> {
  const gather = (type: 'int32' | 'float32', value: string) => {
    const earlier = trace.nodes.filter(({ op }) => op === 'CollectiveGatherV2').length;
    const attributes: Attributes = {
      T: { type },
      communication_hint: { string: communication },
      is_stateless: { bool: false },
      Nordering_token: { int: 0 },
    };
    const number = (of: number) => ops.int32([], [of]);
    return ops.run('CollectiveGatherV2', attributes, [
      value,
      number(worldSize),
      number(1),
      number(firstGather + earlier),
    ]);
  };
  return { ids: gather('int32', ids), rows: gather('float32', rows) };
}
