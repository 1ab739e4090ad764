/** Everything that the orchestrator's worker registers as a workflow. */
export { encodeShards } from './encode-shards.js';
export { evaluateNetwork } from './evaluate-network.js';
export { extractFeatures } from './extract-features.js';
export { fitEncoder } from './fit-encoder.js';
export { planSource } from './plan-source.js';
export { previewPlan } from './preview-plan.js';
export { publishBundle } from './publish-bundle.js';
export { trainNetwork } from './train-network.js';
export { trainPipeline } from './train-pipeline.js';
