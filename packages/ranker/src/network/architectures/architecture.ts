/**
 * The contract of an architecture: how a network's layers stand between its inputs and its tasks' logits.
 * Written once over `NetworkLayers`, so that planning, training and export are the same network; leaves the layers themselves there.
 */
import type { NetworkConfig } from '../network-config.js';
import type { Head, NetworkLayers } from '../network-layers.js';

export interface Architecture {
  /** Whether a task's logit has a part of every forest's leaves, or of its own forest's alone; with embeddings and `leafSkip`. */
  readonly leafLogits: 'of-all-forests' | 'of-own-forest';
  /**
   * Each task in one head. The order of heads and of their tasks is the column order of logits, labels and losses; parameters are
   * kept, and layers numbered for dropout, in the order in which they are asked for.
   */
  heads<Value>(layers: NetworkLayers<Value>, config: NetworkConfig): readonly Head<Value>[];
}
