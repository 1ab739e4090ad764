/** Responsible for versions of a model that no run has made: registered as a run does, with records and bundles of their own. */
import type {
  ApprovalDeadline,
  ArtifactRef,
  ModelAnswer,
  ModelRequest,
  VersionRecord,
} from '@espalier/domain';
import { writeBundle } from '@espalier/registry';
import { digestOf, encodeJson, type Store } from '@espalier/store';
import { updateWithStart } from '@espalier/temporal';
import { modelUpdate } from '@espalier/workflows';
import type { Client } from '@temporalio/client';

export interface MadeUpVersion {
  readonly model: string;
  readonly run: string;
  readonly gates?: 'none' | 'passed' | 'failed';
  readonly promote?: boolean;
  /** The champion that its gates compared it with. */
  readonly comparedWith?: number | null;
  readonly approval?: ApprovalDeadline | undefined;
  /** ID of the request; by default the run's own. */
  readonly request?: string;
  /** As in the workflow's input. */
  readonly longestHistory?: number;
}

/** Whole, as all that is promoted must be, though it predicts nothing: no golden rows of it are kept. */
async function publishBundle(store: Store, pipeline: string, run: string): Promise<VersionRecord['bundle']> {
  const part = (name: string): Promise<ArtifactRef> =>
    store.putContent(new TextEncoder().encode(`${name} of ${run}`));
  const { uri, digest } = await writeBundle(store, {
    ...{
      pipeline,
      boosters: [{ task: 'like', ref: await part('booster') }],
      leafMap: await part('leaf map'),
    },
    ...{ featureSchema: await part('feature schema'), network: await part('network') },
    ...{ modelling: {}, spec: {}, data: {}, codeVersion: '0', report: {}, lineage: {} },
  });
  return { uri, digest };
}

/** What a run asks of its model, with a record and a bundle that lie in S3. */
export async function registrationOf(
  store: Store,
  { run, gates = 'none', promote = false, comparedWith, approval }: MadeUpVersion,
  partitions: VersionRecord['partitions'] = [],
): Promise<ModelRequest & { readonly action: 'register' }> {
  const pipeline = 'feed';
  const bundle = await publishBundle(store, pipeline, run);
  const spec = await store.putJson(`runs/${run}/spec.json`, { spec: { name: pipeline } });
  const content: VersionRecord = {
    ...{ run, pipeline, bundle, spec, code: {}, manifests: {}, checkpoints: {} },
    ...{ sourceDigest: digestOf(run), partitions, verdicts: [] },
  };
  const record = await store.putContent(encodeJson(content));
  return {
    ...{ action: 'register', by: `run ${run}`, reason: 'published by its run' },
    registration: {
      ...{ run, pipeline, bundle, record, gates, promote },
      ...(comparedWith === undefined ? {} : { comparedWith }),
      ...(approval === undefined ? {} : { approval }),
    },
  };
}

export async function registerVersion(
  client: Client,
  store: Store,
  version: MadeUpVersion,
): Promise<ModelAnswer> {
  const { model, run, request = `register-${run}`, longestHistory = 1_500 } = version;
  const asked = modelUpdate(model, await registrationOf(store, version), request);
  const workflow = { ...asked.workflow, args: [{ model, longestHistory }] as const };
  return updateWithStart<ModelAnswer>(client, { ...asked, workflow });
}
