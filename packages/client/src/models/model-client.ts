/**
 * Responsible for changes of models: asked of the model's workflow, once each, and answered when they count.
 * Leaves to others: which are granted (workflows), reading (model-reader.ts).
 */

import { randomUUID } from 'node:crypto';
import type { DespiteReplay, ModelAnswer, ModelReference, ModelRequest } from '@espalier/domain';
import { namedVersion } from '@espalier/registry';
import type { Settings } from '@espalier/settings';
import { createStore, type Store } from '@espalier/store';
import { updateWithStart } from '@espalier/temporal';
import {
  type AskedBy,
  connectTemporal,
  patiently,
  requireAskedBy,
  requireRunServices,
} from '@espalier/triggers';
import { modelUpdate } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { ModelReader } from './model-reader.js';

/** Temporal takes ten requests of a workflow at a time; the others ask again. */
const patienceMs = 60_000;

/** @throws EspalierError `workflow.temporal-unreachable` */
export async function connectModels(settings: Settings): Promise<ModelClient> {
  return new ModelClient(settings, await connectTemporal(settings), createStore(settings.s3));
}

export class ModelClient implements AsyncDisposable {
  readonly reader: ModelReader;

  constructor(
    private readonly settings: Settings,
    private readonly temporal: Client,
    private readonly store: Store,
  ) {
    this.reader = new ModelReader(store);
  }

  /**
   * Makes a version the champion: the challenger, where the reference is a name alone.
   * @param asked with `despiteReplay`, whatever its golden rows say: who and why stand in the history
   * @throws EspalierError `registry.*`, `request.invalid`; `registry.champion-moved` where another one was promoted meanwhile
   */
  async promote(reference: ModelReference, asked: AskedBy & DespiteReplay): Promise<ModelAnswer> {
    const { champion } = await this.reader.state(reference.name);
    return this.promoteSeen(reference, champion, asked);
  }

  /** As `promote`, of whoever has looked at the model before. @param seenChampion what the champion was then */
  async promoteSeen(
    reference: ModelReference,
    seenChampion: number | null,
    asked: AskedBy & DespiteReplay,
  ): Promise<ModelAnswer> {
    const state = await this.reader.state(reference.name);
    const version = namedVersion(state, reference, 'challenger');
    return this.#ask(state.model, { ...asked, action: 'promote', version, seenChampion });
  }

  /** Vouches for a version, whatever gates or earlier rejections say; the challenger where the name stands alone. */
  async approve(reference: ModelReference, asked: AskedBy): Promise<ModelAnswer> {
    const state = await this.reader.state(reference.name);
    const version = namedVersion(state, reference, 'challenger');
    return this.#ask(state.model, { ...asked, action: 'approve', version });
  }

  /** Keeps a version from being promoted; the challenger where the name stands alone. */
  async reject(reference: ModelReference, asked: AskedBy): Promise<ModelAnswer> {
    const state = await this.reader.state(reference.name);
    const version = namedVersion(state, reference, 'challenger');
    return this.#ask(state.model, { ...asked, action: 'reject', version });
  }

  /** Makes the champion before this one the champion again. @param asked as of `promote` */
  async rollback(name: string, asked: AskedBy & DespiteReplay): Promise<ModelAnswer> {
    const { model, champion } = await this.reader.state(name);
    return this.#ask(model, { ...asked, action: 'rollback', seenChampion: champion });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.temporal.connection.close();
    this.store.close();
  }

  async #ask(model: string, request: ModelRequest): Promise<ModelAnswer> {
    requireAskedBy(request);
    await patiently(this.settings, () => requireRunServices(this.settings, this.temporal, this.store));
    const update = modelUpdate(model, request, randomUUID());
    return patiently(this.settings, () => updateWithStart<ModelAnswer>(this.temporal, update), patienceMs);
  }
}
