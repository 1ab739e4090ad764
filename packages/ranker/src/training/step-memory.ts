/**
 * Responsible for about how much memory a row of a batch takes in a rank that compiles a step and runs it.
 * Leaves to others: parameters, which a batch does not change, and how much memory there is.
 */
import { widthOf } from '../data/row-layout.js';
import type { Network } from '../network/network.js';

const floatBytes = 4;
/** For each number of an embedding: looked up, flattened, their gradients, and what the trace keeps of them. */
const floatsOfEmbedding = 5;
/** For each leaf of a row: its ID as fed and as looked up. */
const floatsOfLeaf = 8;
/** For each leaf of a row with a logit of its own: the places of the sparse products, in 64 bits, forward and backward. */
const floatsOfLeafLogit = 60;
/** For each number of a mixture of experts: stacked, weighted, and the gradients of both. */
const floatsOfMixture = 10;
/** For each number of a layer, of the dense inputs and of the ends: products, masks, random draws, gradients. */
const floatsOfActivation = 40;

/**
 * Bytes a row of a rank's part, measured rather than derived: peaks of ranks of 6,000 to 30,000 rows with 100 and 200 leaves
 * a row, embeddings of 8 and 16, layers of 64 and 256, with and without leaf logits, are met within a quarter. Some three
 * quarters of it are taken while the step is compiled, and not given back.
 */
export function stepBytesPerRow({
  trainingLayout,
  layerWidths,
  mixedWidth,
  config,
}: Pick<Network, 'trainingLayout' | 'layerWidths' | 'mixedWidth' | 'config'>): number {
  const ofLeaf =
    floatsOfEmbedding * config.embeddingDim + floatsOfLeaf + (config.leafSkip ? floatsOfLeafLogit : 0);
  const slots = widthOf(trainingLayout, 'leaves');
  const ends = trainingLayout.reduce((sum, { width }) => sum + width, 0) - slots;
  const activations = layerWidths.reduce((sum, width) => sum + width, ends);
  return floatBytes * (slots * ofLeaf + floatsOfActivation * activations + floatsOfMixture * mixedWidth);
}
