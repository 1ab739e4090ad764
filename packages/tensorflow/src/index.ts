export { addOffsets } from './add-offsets.js';
export { allReduceSum } from './collectives/all-reduce-sum.js';
export type { Collective, GraphCollective, HostCollective } from './collectives/collective.js';
export { type ClusterOptions, joinCluster, reserveAddress } from './collectives/join-cluster.js';
export { type CompileOptions, compileStep, type InputSpec, type InputSpecs } from './compile/compile-step.js';
export type { CompiledStep, StepOutputs, TensorValues } from './compile/compiled-step.js';
export { embeddingGather } from './embedding-gather.js';
export { embeddingSum } from './embedding-sum.js';
export { encodeSavedModel, type SavedModelParts, type Signature } from './encode-saved-model.js';
export { TensorFlowError, type TensorFlowErrorCode } from './errors.js';
export { type Attribute, type Attributes, type DataType, executeOp } from './execute-op.js';
export { GraphBuilder, type GraphInput, type GraphNode } from './graph-builder.js';
export {
  type LoadedModel,
  loadSavedModel,
  type ModelInput,
  type ModelValues,
  type TensorSpec,
} from './load-saved-model.js';
export { type LoadOptions, loadTensorFlow, tensorflowVersion, usesGpu } from './load-tensorflow.js';
export {
  type Lookup,
  type LookupOrder,
  lookupMatMul,
  lookupOrder,
  type SlotIds,
} from './lookup-mat-mul.js';
export type { TensorFlow } from './node-backend.js';
export { type AdagradOptions, adagrad } from './optimizers/adagrad.js';
export { type AdamOptions, adam } from './optimizers/adam.js';
export type { FusedOptimizer } from './optimizers/fused-optimizer.js';
export { momentum, sgd } from './optimizers/gradient-descent.js';
export { packedLength, packTensors, unpackTensors } from './pack-tensors.js';
export { chromeTrace, type TraceSpan } from './profile/chrome-trace.js';
export { costliestNodes, type NodeCost } from './profile/costliest-nodes.js';
export { type NodeSpan, readStepProfile } from './profile/step-profile.js';
export { prefersSparse, type TableUse } from './sparse/prefers-sparse.js';
export type { InitialRows, RowShape } from './sparse/row-storage.js';
export { type SparseTable, type SparseTableOptions, sparseTable } from './sparse/sparse-table.js';
export {
  seedWords,
  statelessUniform,
  type TensorPosition,
  type UniformPosition,
  uniformPosition,
} from './stateless-uniform.js';
