// Responsible for the nodes by which a sparse table of a compiled step is made, read and written from outside the step.
// Leaves to others: running them.

import { dataTypes } from '../execute-op.js';
import { type NodeMessage, shapeMessage } from '../saved-model-format.js';
import { Trace } from '../trace/trace.js';
import { initialRows } from './row-storage.js';
import { GraphRowOps, type TracedRows } from './traced-row-ops.js';

/** Names of a table's nodes. */
export function tableNodeNames(handle: string) {
  return {
    shape: `${handle}/shape`,
    initialize: `${handle}/initialize`,
    first: `${handle}/first`,
    limit: `${handle}/limit`,
    read: `${handle}/rows_read`,
    values: `${handle}/values`,
    write: `${handle}/rows_write`,
  };
}

export function tableNodes({ storage, handle }: TracedRows, gpu: boolean): NodeMessage[] {
  const names = tableNodeNames(handle);
  const trace = new Trace();
  const ops = new GraphRowOps(trace, gpu, `${handle}/made/`);
  const float32 = { type: dataTypes.float32 };
  const int32 = { type: dataTypes.int32 };
  const placeholder = (name: string, type: { type: number }, shape: readonly number[]) =>
    trace.add('Placeholder', { dtype: type, shape: { shape: shapeMessage(shape) } }, [], name);
  trace.add(
    'AssignVariableOp',
    { dtype: float32 },
    [handle, initialRows(ops, storage, placeholder(names.shape, int32, [2]))],
    names.initialize,
  );
  // A range of rows is gathered: reading the variable itself would copy the table.
  const ids = ops.run('Range', { Tidx: { type: 'int32' } }, [
    placeholder(names.first, int32, []),
    placeholder(names.limit, int32, []),
    ops.int32([], [1]),
  ]);
  trace.add('ResourceGather', { dtype: float32, Tindices: int32 }, [handle, ids], names.read);
  const values = placeholder(names.values, float32, [-1, storage.width]);
  trace.add('ResourceScatterUpdate', { dtype: float32, Tindices: int32 }, [handle, ids, values], names.write);
  return trace.nodes;
}
