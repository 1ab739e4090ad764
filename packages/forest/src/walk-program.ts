/**
 * Responsible for the WebAssembly that walks rows down trees: eight rows at a time, without branches.
 * Leaves to others: what lies in the memory it walks over (tree-memory.ts).
 *
 * XGBoost's own `pred_leaf` takes one row down one tree after the other, so that each step waits for the memory of the
 * step before; eight independent walks overlap, and take about a quarter of its time.
 */

/** Rows that are walked at a time; the number of rows given must be a multiple. */
export const lanes = 8;

/** Layout of a node in 32-bit words, which the program below reads by these byte offsets. */
export const nodeBytes = 16;
export const nodeOffset = { feature: 0, threshold: 4, left: 8, flags: 12 } as const;
export const treeBytes = 8;
const treeOffset = { root: 0, depth: 4 } as const;

/**
 * Walks every row down every tree and stores the ordinal (`flags >> 1` of the node it ends at).
 * @param trees,treesEnd addresses of the table of trees: each the root's address and the tree's depth
 * @param rows,rowsEnd addresses of row-major float32 rows
 * @param out address of row-major ordinals
 */
export type Walk = (
  trees: number,
  treesEnd: number,
  rows: number,
  rowsEnd: number,
  rowBytes: number,
  out: number,
  outRowBytes: number,
) => void;

const i32 = 0x7f;
const f32 = 0x7d;
const nothing = 0x40;
const op = {
  block: 0x02,
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  load: 0x28,
  loadFloat: 0x2a,
  storeByte: 0x3a,
  storeShort: 0x3b,
  constant: 0x41,
  isZero: 0x45,
  lessUnsigned: 0x49,
  floatDiffers: 0x5c,
  floatNotBelow: 0x60,
  add: 0x6a,
  subtract: 0x6b,
  multiply: 0x6c,
  and: 0x71,
  or: 0x72,
  shiftLeft: 0x74,
  shiftRight: 0x76,
} as const;

const parameter = { trees: 0, treesEnd: 1, rows: 2, rowsEnd: 3, rowBytes: 4, out: 5, outRowBytes: 6 };
const local = { root: 7, depth: 8, row: 9, cell: 10, firstNode: 11 };
const firstRow = local.firstNode + lanes;
const value = firstRow + lanes;

const get = (index: number) => [op.get, index];
const set = (index: number) => [op.set, index];
const tee = (index: number) => [op.tee, index];
/** All constants here are below 64, so that each is one byte of LEB128. */
const constant = (number: number) => [op.constant, number];
const load = (byteOffset: number) => [op.load, 2, byteOffset];
const loadFloat = (byteOffset: number) => [op.loadFloat, 2, byteOffset];
const eachLane = (code: (lane: number) => number[]) => Array.from({ length: lanes }, (_, lane) => code(lane));

/** node = node.left + 16 * (value >= node.threshold | (value is NaN & node.flags)) */
function step(lane: number): number[] {
  const node = get(local.firstNode + lane);
  return [
    ...[
      ...get(firstRow + lane),
      ...node,
      ...load(nodeOffset.feature),
      op.add,
      ...loadFloat(0),
      ...tee(value),
    ],
    ...[...node, ...loadFloat(nodeOffset.threshold), op.floatNotBelow],
    ...[...get(value), ...get(value), op.floatDiffers, ...node, ...load(nodeOffset.flags), op.and, op.or],
    ...[...constant(Math.log2(nodeBytes)), op.shiftLeft, ...node, ...load(nodeOffset.left), op.add],
    ...set(local.firstNode + lane),
  ];
}

function walkCode(ordinalBytes: 1 | 2): number[] {
  const store = ordinalBytes === 1 ? [op.storeByte, 0, 0] : [op.storeShort, 1, 0];
  const begin = eachLane((lane) => [
    ...[...get(local.root), ...set(local.firstNode + lane)],
    ...[...get(local.row), ...get(parameter.rowBytes), ...constant(lane), op.multiply, op.add],
    ...set(firstRow + lane),
  ]);
  const descend = [
    ...[op.block, nothing, ...get(local.depth), op.isZero, op.branchIf, 0],
    ...[op.loop, nothing, ...eachLane(step).flat()],
    ...[...get(local.depth), ...constant(1), op.subtract, ...tee(local.depth), op.branchIf, 0],
    ...[op.end, op.end],
  ];
  const finish = eachLane((lane) => [
    ...[...get(local.cell), ...get(local.firstNode + lane), ...load(nodeOffset.flags)],
    ...[...constant(1), op.shiftRight, ...store],
    ...[...get(local.cell), ...get(parameter.outRowBytes), op.add, ...set(local.cell)],
  ]);
  const rowLoop = [
    ...[op.loop, nothing, ...get(parameter.trees), ...load(treeOffset.depth), ...set(local.depth)],
    ...[...begin.flat(), ...descend, ...finish.flat()],
    ...[...get(local.row), ...get(parameter.rowBytes), ...constant(lanes), op.multiply, op.add],
    ...[...tee(local.row), ...get(parameter.rowsEnd), op.lessUnsigned, op.branchIf, 0, op.end],
  ];
  return [
    ...[op.loop, nothing, ...get(parameter.trees), ...load(treeOffset.root), ...set(local.root)],
    ...[...get(parameter.rows), ...set(local.row), ...get(parameter.out), ...set(local.cell)],
    ...rowLoop,
    ...[...get(parameter.out), ...constant(ordinalBytes), op.add, ...set(parameter.out)],
    ...[...get(parameter.trees), ...constant(treeBytes), op.add, ...tee(parameter.trees)],
    ...[...get(parameter.treesEnd), op.lessUnsigned, op.branchIf, 0, op.end],
    op.end,
  ];
}

function unsigned(number: number): number[] {
  const bytes: number[] = [];
  for (let rest = number; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
const text = (name: string) => sized([...new TextEncoder().encode(name)]);

/** A module that imports `walk.memory` and exports a `Walk` called `walk`, for ordinals of one or two bytes. */
export function walkProgram(ordinalBytes: 1 | 2): Uint8Array {
  const parameters = Object.keys(parameter).length;
  const integers = value - parameters;
  const code = [2, integers, i32, 1, f32, ...walkCode(ordinalBytes)];
  const section = { type: 1, import: 2, function: 3, export: 7, code: 10 };
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[section.type, ...sized([1, 0x60, parameters, ...new Array<number>(parameters).fill(i32), 0])],
    ...[section.import, ...sized([1, ...text('walk'), ...text('memory'), 2, 0, 1])],
    ...[section.function, ...sized([1, 0])],
    ...[section.export, ...sized([1, ...text('walk'), 0, 0])],
    ...[section.code, ...sized([1, ...sized(code)])],
  ]);
}
