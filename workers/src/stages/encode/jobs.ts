/** Responsible for which jobs encoding has: one for each part of features that a network learns from or is measured on. */
import type { FoldForests, PartRef, SplitName, StageManifest } from '@espalier/domain';
import type { Moments } from '@espalier/features';
import { partOf, type Store } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { inputManifest } from '../input-manifests.js';
import type { NewJob } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';

export interface EncodePayload {
  readonly index: number;
  readonly split: SplitName;
  readonly features: PartRef;
  readonly schema: PartRef;
  /** `leaves`: the row's leaf in each tree of the only forests. `margins`: what the forests of the row's fold say of it. */
  readonly as: 'leaves' | 'margins';
  /** By fold; the only ones where rows have none. */
  readonly forests: readonly ForestParts[];
}

/** Forests of all tasks, in the spec's order, with their leaf map. */
export interface ForestParts {
  readonly leafMap: PartRef;
  readonly boosters: readonly { readonly task: string; readonly part: PartRef }[];
}

export interface EncodeResult {
  readonly index: number;
  readonly split: SplitName;
  readonly rows: number;
  readonly encoded: PartRef;
  /** Names of the numeric columns. */
  readonly denseColumns: readonly string[];
  /** Of each task's margins, in the spec's order; null where the rows have leaves. */
  readonly margins: readonly Moments[] | null;
}

export async function encodeJobs(store: Store, context: StageContext): Promise<NewJob[]> {
  const extract = await inputManifest(store, context.inputs, 'extract');
  const encoder = await inputManifest(store, context.inputs, 'fit-encoder');
  const { spec } = await readStoredSpec(store, context.spec);
  const schema = partOf(extract, extract.body.schemaPart);
  const main = forestParts(encoder, encoder.body);
  const folds = encoder.body.folds.map((fold) => forestParts(encoder, fold));
  const encoded = extract.body.shards.filter(({ split }) => split !== 'encoder');
  return encoded.map(({ split, rows, part }, index) => {
    const as = split === 'train' && spec.model.leaves === 'margins' ? 'margins' : 'leaves';
    const forests = as === 'margins' && folds.length > 0 ? folds : [main];
    const features = partOf(extract, part);
    const payload: EncodePayload = { index, split, features, schema, as, forests };
    return { shard: index, rows, payload };
  });
}

function forestParts(encoder: StageManifest, { leafMapPart, boosters }: FoldForests): ForestParts {
  return {
    leafMap: partOf(encoder, leafMapPart),
    boosters: boosters.map(({ task, part }) => ({ task, part: partOf(encoder, part) })),
  };
}
