/**
 * Responsible for trees as the walk reads them: a table of roots and depths, then the nodes, both children side by side.
 * Leaves to others: walking (leaf-walker.ts).
 */
import type { LeafMapTree } from '@espalier/domain';
import type { TreeSplits } from '@espalier/xgboost';
import { nodeBytes, nodeOffset, treeBytes } from './walk-program.js';

export interface WalkedTree {
  readonly splits: TreeSplits;
  /** Its leaves; a leaf's ordinal is its position. */
  readonly leaves: LeafMapTree;
}

/** Bytes that `writeTrees` fills. */
export function treesBytes(trees: readonly WalkedTree[]): number {
  // Of a binary tree's nodes all but one less than its leaves are inner ones.
  return trees.reduce((sum, { leaves }) => sum + treeBytes + (2 * leaves.nodeIds.length - 1) * nodeBytes, 0);
}

/** Writes the trees to the start of `memory`, which is large enough and zero. */
export function writeTrees(trees: readonly WalkedTree[], memory: ArrayBuffer): void {
  const view = new DataView(memory);
  let end = trees.length * treeBytes;
  for (const [index, tree] of trees.entries()) {
    view.setUint32(index * treeBytes, end, true);
    const written = writeNodes(tree, view, end);
    view.setUint32(index * treeBytes + 4, written.depth, true);
    end = written.end;
  }
}

function writeNodes({ splits, leaves }: WalkedTree, view: DataView, root: number) {
  const ordinals = new Map(leaves.nodeIds.map((node, ordinal) => [node, ordinal]));
  const open = [{ node: 0, address: root, depth: 0 }];
  let end = root + nodeBytes;
  let deepest = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, address, depth } = at;
    const ordinal = ordinals.get(node);
    const put = (field: keyof typeof nodeOffset, value: number) =>
      view.setInt32(address + nodeOffset[field], value, true);
    if (ordinal !== undefined) {
      // Nothing is below or above NaN and the lowest flag is 0, so that a leaf leads to itself.
      put('left', address);
      put('flags', ordinal << 1);
      view.setFloat32(address + nodeOffset.threshold, Number.NaN, true);
      deepest = Math.max(deepest, depth);
      continue;
    }
    put('feature', (splits.feature[node] ?? 0) * Float32Array.BYTES_PER_ELEMENT);
    put('left', end);
    put('flags', splits.missingLeft[node] ? 0 : 1);
    view.setFloat32(address + nodeOffset.threshold, splits.threshold[node] ?? 0, true);
    open.push({ node: splits.left[node] ?? 0, address: end, depth: depth + 1 });
    open.push({ node: splits.right[node] ?? 0, address: end + nodeBytes, depth: depth + 1 });
    end += 2 * nodeBytes;
  }
  return { end, depth: deepest };
}
