/** A model's champion for tests, as the model's workflow would have written it down; with a real store. */
import {
  aliasesOf,
  decideChange,
  type ModelRequest,
  newModelState,
  type VersionRecord,
} from '@espalier/domain';
import { recordChange, recoverModel } from '@espalier/registry';
import { encodeJson, type Store } from '@espalier/store';

/** Registers a version and promotes it. @returns its number */
export async function registerChampion(store: Store, model: string, content: VersionRecord): Promise<number> {
  const { run, pipeline, bundle } = content;
  const record = await store.putContent(encodeJson(content));
  const registration = { run, pipeline, bundle, record, gates: 'none', promote: false } as const;
  const asked = { by: 'test', reason: 'made' };
  const version = await change(store, model, { ...asked, action: 'register', registration });
  return change(store, model, { ...asked, action: 'promote', version });
}

async function change(store: Store, model: string, request: ModelRequest): Promise<number> {
  const before = (await recoverModel(store, model)) ?? newModelState(model);
  const { version, after } = decideChange(before, request);
  const { action, by, reason } = request;
  const said = {
    model,
    number: after.change,
    action,
    version,
    by,
    reason,
    request: `request-${after.change}`,
  };
  await recordChange(store, {
    ...said,
    ...{ at: new Date().toISOString(), before: aliasesOf(before), after },
    ...('registration' in request ? { registration: request.registration } : {}),
  });
  return version;
}
