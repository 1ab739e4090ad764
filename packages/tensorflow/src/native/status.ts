// Responsible for turning the status of a C call into a typed error.
// Leaves to others: what to do about it.

import { TensorFlowError, type TensorFlowErrorCode } from '../errors.js';
import { type CApi, cApi, type Pointer } from './c-api.js';

/** TF_Code (tensorflow/c/tf_status.h) of what a peer's death or silence gives. */
const lostPeerCodes: ReadonlySet<number> = new Set([
  1 /* cancelled */, 4 /* deadline exceeded */, 10 /* aborted */, 13 /* internal */, 14 /* unavailable */,
]);

/** Whether a status code can come from a peer that is gone. */
export function mayBeLostPeer(nativeCode: number): boolean {
  return lostPeerCodes.has(nativeCode);
}

/** A status for many calls: made once, read after each. */
export class Status {
  readonly pointer: Pointer;
  readonly #api: CApi;

  constructor(api: CApi = cApi()) {
    this.#api = api;
    this.pointer = api.TF_NewStatus();
  }

  get nativeCode(): number {
    return this.#api.TF_GetCode(this.pointer);
  }

  get message(): string {
    return this.#api.TF_Message(this.pointer);
  }

  /** @throws TensorFlowError `code` with TensorFlow's message after `doing`, unless the last call went well */
  check(code: TensorFlowErrorCode, doing: string): void {
    if (this.nativeCode !== 0) throw new TensorFlowError(code, `${doing}: ${this.message}`);
  }

  dispose(): void {
    this.#api.TF_DeleteStatus(this.pointer);
  }
}
