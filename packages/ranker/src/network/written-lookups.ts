/**
 * Responsible for looked-up rows as matrices, for ops that take nothing else: written once, however many layers go over them.
 * Leaves products that need no matrix to `NetworkOps.lookupMatMul` of who has them.
 */
import type { EmbeddedSlots, NetworkOps, SlotLookup } from './network-ops.js';

export class WrittenLookups<Value> {
  readonly #ops: Pick<NetworkOps<Value>, 'lookup' | 'flatten' | 'columns'>;
  readonly #written = new Map<EmbeddedSlots<Value>, Value>();

  constructor(ops: Pick<NetworkOps<Value>, 'lookup' | 'flatten' | 'columns'>) {
    this.#ops = ops;
  }

  /** [rows, slots * depth] */
  of({ of, firstSlot, endSlot }: SlotLookup<Value>): Value {
    const { depth } = of;
    const slots = of.offsets.length - 1;
    const all = this.#written.get(of) ?? this.#ops.flatten(this.#ops.lookup(of.table, of.ids), slots * depth);
    this.#written.set(of, all);
    if (endSlot - firstSlot === slots) return all;
    return this.#ops.columns(all, firstSlot * depth, (endSlot - firstSlot) * depth);
  }
}
