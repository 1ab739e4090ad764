// Responsible for where the time of profiled steps went: the nodes that took most of it.
// Leaves to others: printing it.

import type { NodeSpan } from './step-profile.js';

/** What one node of the graph took, over all its runs. */
export interface NodeCost {
  readonly node: string;
  readonly op: string;
  readonly device: string;
  readonly runs: number;
  readonly totalUs: number;
  /** Of the time of all nodes, from 0 to 1. Nodes that run at the same time count in full. */
  readonly share: number;
}

/** The nodes that took most time, the costliest first. */
export function costliestNodes(spans: readonly NodeSpan[], limit: number): NodeCost[] {
  const costs = new Map<string, NodeCost & { totalUs: number; runs: number }>();
  let allUs = 0;
  for (const { node, op, device, durationUs } of spans) {
    const key = `${device} ${node}`;
    const cost = costs.get(key) ?? { node, op, device, runs: 0, totalUs: 0, share: 0 };
    cost.runs += 1;
    cost.totalUs += durationUs;
    allUs += durationUs;
    costs.set(key, cost);
  }
  return [...costs.values()]
    .sort((a, b) => b.totalUs - a.totalUs)
    .slice(0, limit)
    .map((cost) => ({ ...cost, share: allUs === 0 ? 0 : cost.totalUs / allUs }));
}
