/** The one base of every error that crosses a package boundary, and its code's catalogue. */
import type { ErrorDefinition, ErrorKind } from './define-errors.js';
import { encoderErrors } from './encoder-errors.js';
import { fanoutErrors } from './fanout-errors.js';
import { featuresErrors } from './features-errors.js';
import { machineErrors } from './machine-errors.js';
import { nativeErrors } from './native-errors.js';
import { notificationErrors } from './notification-errors.js';
import { registryErrors } from './registry-errors.js';
import { serverErrors } from './server-errors.js';
import { specErrors } from './spec-errors.js';
import { stackErrors } from './stack-errors.js';
import { storeErrors } from './store-errors.js';
import { trainerErrors } from './trainer-errors.js';
import { workflowErrors } from './workflow-errors.js';

const catalogue = {
  ...specErrors,
  ...storeErrors,
  ...fanoutErrors,
  ...featuresErrors,
  ...encoderErrors,
  ...trainerErrors,
  ...registryErrors,
  ...notificationErrors,
  ...workflowErrors,
  ...stackErrors,
  ...serverErrors,
  ...nativeErrors,
  ...machineErrors,
} as const;

export type ErrorCode = keyof typeof catalogue;

export const errorCatalogue: Readonly<Record<ErrorCode, ErrorDefinition>> = catalogue;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(catalogue, text);
}

export interface ErrorOptions {
  /** Where it happened, as plain JSON: file, path, shard, rank, step. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The form that crosses process boundaries: Temporal failures, BullMQ reasons, IPC. */
export interface SerializedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export class EspalierError extends Error {
  override readonly name = 'EspalierError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  /** `message` says what happened and where, in one sentence for a person. */
  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get kind(): ErrorKind {
    return errorCatalogue[this.code].kind;
  }

  get retryable(): boolean {
    return errorCatalogue[this.code].retryable;
  }

  get fix(): string {
    return errorCatalogue[this.code].fix;
  }

  serialize(): SerializedError {
    return { code: this.code, message: this.message, details: this.details };
  }

  static deserialize(serialized: SerializedError): EspalierError {
    return new EspalierError(serialized.code, serialized.message, { details: serialized.details });
  }
}
