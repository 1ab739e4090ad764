export { embeddingGather } from './embedding-gather.js';
export { TensorFlowError, type TensorFlowErrorCode } from './errors.js';
export { type Attribute, type Attributes, type DataType, executeOp } from './execute-op.js';
export { type LoadOptions, loadTensorFlow, tensorflowVersion, usesGpu } from './load-tensorflow.js';
export type { TensorFlow } from './node-backend.js';
export { packedLength, packTensors, unpackTensors } from './pack-tensors.js';
export { statelessUniform } from './stateless-uniform.js';
