/** Responsible for versions of a model that no run has made: registered as a run does, with records of their own. */
import type { ModelAnswer, VersionRecord } from '@espalier/domain';
import { digestOf, encodeJson, type Store } from '@espalier/store';
import { updateWithStart } from '@espalier/temporal';
import { modelUpdate } from '@espalier/workflows';
import type { Client } from '@temporalio/client';

export interface MadeUpVersion {
  readonly model: string;
  readonly run: string;
  readonly gates?: 'none' | 'passed' | 'failed';
  readonly promote?: boolean;
  /** ID of the request; by default the run's own. */
  readonly request?: string;
  readonly partitions?: VersionRecord['partitions'];
  /** As in the workflow's input. */
  readonly longestHistory?: number;
}

export async function registerVersion(
  client: Client,
  store: Store,
  {
    model,
    run,
    gates = 'none',
    promote = false,
    partitions = [],
    request = `register-${run}`,
    longestHistory = 1_500,
  }: MadeUpVersion,
): Promise<ModelAnswer> {
  const pipeline = 'feed';
  const bundle = { uri: store.uri(`bundles/${pipeline}/${run}`), digest: digestOf(run) };
  const spec = await store.putJson(`runs/${run}/spec.json`, { spec: { name: pipeline } });
  const content: VersionRecord = {
    ...{ run, pipeline, bundle, spec, code: {}, manifests: {}, checkpoints: {} },
    ...{ sourceDigest: digestOf(run), partitions, verdicts: [] },
  };
  const record = await store.putContent(encodeJson(content));
  const asked = modelUpdate(
    model,
    {
      ...{ action: 'register', by: `run ${run}`, reason: 'published by its run' },
      registration: { run, pipeline, bundle, record, gates, promote },
    },
    request,
  );
  const workflow = { ...asked.workflow, args: [{ model, longestHistory }] as const };
  return updateWithStart<ModelAnswer>(client, { ...asked, workflow });
}
