// Responsible for one update of sparse tables: what lookups left, each row once, over all ranks, then the optimizer's rule.
// Leaves to others: each rule's formula.

import type { Collective } from '../collectives/collective.js';
import { usesGpu } from '../load-tensorflow.js';
import type { TensorFlow } from '../node-backend.js';
import { activeTrace } from '../trace/active-trace.js';
import { withEagerRowOps } from './eager-row-ops.js';
import { exchangeRows } from './exchange-rows.js';
import type { RowOps } from './row-ops.js';
import type { RowStorage } from './row-storage.js';
import type { SparseTable } from './sparse-table.js';
import { joinGradients, type RowGradient, sumById } from './touched-rows.js';
import { TracedRowOps } from './traced-row-ops.js';

/** An optimizer's rule for rows; IDs are unique. */
export interface RowRule {
  applyToRows<R>(ops: RowOps<R>, storage: RowStorage, gradient: RowGradient<R>): void;
}

export function updateTables(tf: TensorFlow, tables: readonly SparseTable[], rule: RowRule): void {
  const trace = activeTrace();
  if (trace === undefined) {
    for (const table of tables) {
      withEagerRowOps(tf, (ops) => {
        const gradient = gradientOf(ops, table);
        if (gradient !== null) rule.applyToRows(ops, table.storage, sumById(ops, gradient));
      });
    }
    return;
  }
  const ops = new TracedRowOps(trace, usesGpu(tf));
  const gang = isGang(trace.collective) ? trace.collective : null;
  for (const table of tables) {
    const own = gradientOf(ops, table);
    if (own === null) continue;
    const all = gang === null ? own : exchangeRows(ops, trace.trace, gang, own, table.width);
    rule.applyToRows(ops, table.storage, sumById(ops, all));
  }
}

function gradientOf<R>(ops: RowOps<R>, table: SparseTable): RowGradient<R> | null {
  const parts = table.takeGradients().filter(({ count }) => count > 0);
  if (parts.length === 0) return null;
  return joinGradients(
    ops,
    parts.map(({ ids, rows }) => ({ ids: ops.ofTensor(ids), rows: ops.ofTensor(rows) })),
  );
}

function isGang(collective: Collective | null): collective is Collective {
  if (collective === null) return false;
  return (collective.kind === 'host' ? collective.reducer.worldSize : collective.worldSize) > 1;
}
