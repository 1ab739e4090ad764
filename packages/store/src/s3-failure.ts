/**
 * Tells what an S3 failure means: turns the SDK's and the network's errors into the product's own.
 * Leaves to others: retrying, and what a lost condition means to its caller.
 */
import { type ErrorCode, EspalierError } from '@espalier/domain';

export interface S3Place {
  /** For people: the endpoint's URL, or `AWS S3`. */
  readonly service: string;
  readonly bucket: string;
  readonly key?: string;
  /** The variable that names a proxy, which S3 is not reached through. */
  readonly unusedProxy?: string;
}

interface FailureShape {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly Region?: unknown;
  readonly Endpoint?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: {
    readonly statusCode?: number;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

const networkReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ECONNABORTED: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'it did not answer in time',
  ENOTFOUND: 'its host name is unknown',
  EAI_AGAIN: 'its host name could not be resolved',
  EHOSTUNREACH: 'its host is unreachable',
  ENETUNREACH: 'its network is unreachable',
};

const timeoutNames: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError']);

const fullDiskCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES']);

function shapeOf(error: unknown): FailureShape {
  return typeof error === 'object' && error !== null ? error : {};
}

export function httpStatusOf(error: unknown): number | undefined {
  const { $metadata, $response } = shapeOf(error);
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

const wrongRegionNames: ReadonlySet<string> = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/**
 * Where the bucket is, if S3 refused since it was asked in another region.
 * @returns null for every other failure; its region and endpoint are null where the service doesn't tell
 */
function elsewhere(
  error: unknown,
): { readonly region: string | null; readonly endpoint: string | null } | null {
  const { name = '', message = '', Region, Endpoint, $response } = shapeOf(error);
  const status = httpStatusOf(error);
  const told = $response?.headers?.['x-amz-bucket-region'];
  const redirected = status === 301 || status === 307 || wrongRegionNames.has(name);
  // An answer to HEAD has no body that could name the error.
  const unexplained = status === 400 && told !== undefined && !expiredNames.has(name);
  if (!redirected && !unexplained) return null;
  const expected = /expecting '([a-z0-9-]+)'/.exec(message)?.[1];
  const region = told ?? (typeof Region === 'string' ? Region : expected) ?? null;
  return { region, endpoint: typeof Endpoint === 'string' ? Endpoint : null };
}

/** Refusals of credentials that S3 sends as 400. */
const expiredNames: ReadonlySet<string> = new Set(['ExpiredToken', 'InvalidToken', 'TokenRefreshRequired']);

/** How the SDK calls it when it finds no credentials, or finds ones that it can't use. */
const credentialNames: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError']);

/** The SDK's first sentence about credentials: names of files and profiles, and what to do, nothing secret. */
function firstLine(message: string): string {
  const line = message.split('\n')[0]?.trim() ?? '';
  return line === '' || /[.!?]$/.test(line) ? line : `${line}.`;
}

export function hasCode(error: unknown, code: ErrorCode): error is EspalierError {
  return error instanceof EspalierError && error.code === code;
}

const damagedUploadNames: ReadonlySet<string> = new Set([
  'BadDigest',
  'XAmzContentSHA256Mismatch',
  'XAmzContentChecksumMismatch',
  'IncompleteBody',
]);

/** True where the server refused an upload because other bytes arrived than were announced. */
export function isDamagedUpload(error: unknown): boolean {
  return damagedUploadNames.has(shapeOf(error).name ?? '');
}

/** True where a conditional write lost: its condition did not hold (412), or another write was under way (409). */
export function isLostCondition(error: unknown): boolean {
  const status = httpStatusOf(error);
  return status === 412 || status === 409;
}

function where({ bucket, key }: S3Place): string {
  return key === undefined ? `s3://${bucket}` : `s3://${bucket}/${key}`;
}

function proxyRemark({ unusedProxy }: S3Place): string {
  return unusedProxy === undefined
    ? ''
    : ` It was asked directly: the proxy that ${unusedProxy} names is not used for S3.`;
}

/**
 * The product's error for a failed S3 call, with the place and the reason and nothing of the request's headers. What
 * came neither from the network nor from the service (a mistake in a call) is returned as it is.
 */
export function toStoreError(error: unknown, place: S3Place): unknown {
  if (error instanceof EspalierError) return error;
  const { name = '', code = '', message = '' } = shapeOf(error);
  const status = httpStatusOf(error);
  const details = { ...place, ...(status === undefined ? {} : { httpStatus: status }) };
  if (name === 'NoSuchBucket') {
    return new EspalierError('store.not-found', `The bucket ${place.bucket} does not exist.`, { details });
  }
  if (status === 404) {
    return new EspalierError('store.not-found', `${where(place)} does not exist.`, { details });
  }
  const other = elsewhere(error);
  if (other !== null) {
    const { region, endpoint } = other;
    const tells = region === null ? '' : `, in region ${region}`;
    const at = endpoint === null ? '' : ` (${endpoint})`;
    return new EspalierError(
      'store.wrong-region',
      `The bucket ${place.bucket} is elsewhere${tells}${at}; S3 at ${place.service} was asked for ${where(place)} in another region.`,
      { details: { ...details, region, endpoint } },
    );
  }
  if (status === 401 || status === 403 || expiredNames.has(name)) {
    return new EspalierError(
      'store.denied',
      `S3 at ${place.service} refused access to ${where(place)} (${name}).`,
      { details },
    );
  }
  if (credentialNames.has(name)) {
    return new EspalierError(
      'store.denied',
      `There are no credentials for S3 at ${place.service}: ${firstLine(message)}`,
      { details },
    );
  }
  if (status === 405 || status === 501) {
    return new EspalierError(
      'store.unsupported',
      `S3 at ${place.service} does not support a request for ${where(place)}: HTTP ${status} ${name}.`,
      { details },
    );
  }
  if (status === undefined && code === '' && !timeoutNames.has(name)) return error;
  const reason = timeoutNames.has(name) ? 'it did not answer in time' : networkReasons[code];
  const sentence =
    reason === undefined
      ? `S3 at ${place.service} failed for ${where(place)}: ${status === undefined ? message : `HTTP ${status} ${name}`}.`
      : `S3 at ${place.service} can't be reached: ${reason} (${where(place)}).${proxyRemark(place)}`;
  // Not the SDK's error itself: it holds the whole request, signature included.
  return new EspalierError('store.unreachable', sentence, {
    details,
    cause: new Error(`${name}: ${message}`),
  });
}

/** The product's error where a local file can't be written; any other error is returned as it is. */
export function toScratchError(error: unknown, path: string): unknown {
  const code = shapeOf(error).code ?? '';
  if (!fullDiskCodes.has(code)) return error;
  return new EspalierError('store.scratch-full', `${path} can't be written (${code}).`, {
    details: { path, code },
    cause: error,
  });
}
