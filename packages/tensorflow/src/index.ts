export { TensorFlowError, type TensorFlowErrorCode } from './errors.js';
export { type LoadOptions, loadTensorFlow, tensorflowVersion, usesGpu } from './load-tensorflow.js';
export type { TensorFlow } from './node-backend.js';
