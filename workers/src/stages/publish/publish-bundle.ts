/** Responsible for the publish stage: what predicts, and how it came about, become one bundle. */
import { hostname } from 'node:os';
import type { Environment, ManifestRef } from '@espalier/domain';
import { writeBundle } from '@espalier/registry';
import { modellingPart } from '@espalier/spec';
import { digestOfJson, partOf } from '@espalier/store';
import { type StageContext, trainStages } from '@espalier/workflows';
import { commitResult, ofStage } from '../../activities/commit-result.js';
import { processorModel } from '../../environment/processor.js';
import { allInputManifests, inputManifest } from '../input-manifests.js';
import { contentDigests } from '../stage-key-components.js';
import { environmentForKey } from '../stage-pool.js';
import type { StageServices } from '../stage-services.js';
import { readStoredSpec } from '../stored-spec.js';
import { registerVersion } from './register-version.js';

export async function publishBundle(services: StageServices, context: StageContext): Promise<ManifestRef> {
  const { store, code } = services;
  const { spec } = await readStoredSpec(store, context.spec);
  const extract = await inputManifest(store, context.inputs, 'extract');
  const encoder = await inputManifest(store, context.inputs, 'fit-encoder');
  const train = await inputManifest(store, context.inputs, 'train');
  const evaluate = await inputManifest(store, context.inputs, 'evaluate');
  const { plots: _drawn, ...evaluated } = evaluate.body;
  const manifests = await allInputManifests(store, context.inputs);
  // What data and bundle are compared with makes nothing of it.
  const { 'find-champion': _found, challenge: _compared, check: _judged, ...made } = manifests;
  const data = contentDigests(made);
  // Of those that made each, perhaps long ago; this process makes what it publishes.
  const environments = new Map<string, Environment | undefined>([
    ...Object.values(made).map(({ stage, environment }) => [stage, environment] as const),
    ['publish', await environmentForKey(services, 'publish', undefined)],
  ]);
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
      ...evaluated,
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
      cpu: processorModel(),
      stages: Object.fromEntries(
        trainStages.map((stage) => [stage, { code: code[stage], environment: environments.get(stage) }]),
      ),
      epochLosses: train.body.epochLosses,
    },
  });
  const body = { bundle: { uri: bundle.uri, digest: bundle.digest } };
  const committed = await commitResult(services, ofStage(context, 'publish'), { parts: [], body });
  // Not part of the result: the same bundle may become a version by each of several runs.
  if (spec.publish !== undefined) {
    await registerVersion(services, context, spec.publish, { ...body.bundle, sizeBytes: bundle.sizeBytes });
  }
  return committed;
}
