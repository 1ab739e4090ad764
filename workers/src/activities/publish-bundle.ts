/** Responsible for the publish stage: what predicts, and how it came about, become one bundle. */
import { hostname } from 'node:os';
import type { ManifestRef } from '@espalier/domain';
import { writeBundle } from '@espalier/registry';
import { modellingPart } from '@espalier/spec';
import { digestOfJson, partOf } from '@espalier/store';
import { type StageContext, trainStages } from '@espalier/workflows';
import { allInputManifests, inputManifest } from '../stages/input-manifests.js';
import { machineModel } from '../stages/stage-environment.js';
import { contentDigests } from '../stages/stage-key-components.js';
import type { StageServices } from '../stages/stage-services.js';
import { readStoredSpec } from '../stages/stored-spec.js';
import { commitResult, ofStage } from './commit-result.js';

export async function publishBundle(services: StageServices, context: StageContext): Promise<ManifestRef> {
  const { store, code, environment } = services;
  const { spec } = await readStoredSpec(store, context.spec);
  const extract = await inputManifest(store, context.inputs, 'extract');
  const encoder = await inputManifest(store, context.inputs, 'fit-encoder');
  const train = await inputManifest(store, context.inputs, 'train');
  const evaluate = await inputManifest(store, context.inputs, 'evaluate');
  const data = contentDigests(await allInputManifests(store, context.inputs));
  const bundle = await writeBundle(store, {
    pipeline: context.pipeline,
    boosters: encoder.body.boosters.map(({ task, part }) => ({ task, ref: partOf(encoder, part) })),
    leafMap: partOf(encoder, encoder.body.leafMapPart),
    featureSchema: partOf(extract, extract.body.schemaPart),
    network: partOf(train, train.body.networkPart),
    modelling: modellingPart(spec),
    spec,
    data,
    codeVersion: digestOfJson(code),
    report: {
      ...evaluate.body,
      rows: extract.body.rows,
      positives: extract.body.positives,
      selection: train.body.selection,
      rareShares: extract.body.rareShares ?? {},
      warnings: [...extract.body.warnings, ...train.body.warnings],
    },
    lineage: {
      runId: context.runId,
      publishedAt: new Date().toISOString(),
      host: hostname(),
      cpu: machineModel(),
      stages: Object.fromEntries(
        trainStages.map((stage) => [stage, { code: code[stage], environment: environment[stage] }]),
      ),
      epochLosses: train.body.epochLosses,
    },
  });
  const body = { bundle: { uri: bundle.uri, digest: bundle.digest } };
  return commitResult(services, ofStage(context, 'publish'), [], body);
}
