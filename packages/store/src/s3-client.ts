/**
 * Responsible for the one way in which the product speaks to S3: address, region, credentials, checksums, time limits.
 * Leaves to others: the operations.
 */
import { S3Client } from '@aws-sdk/client-s3';
import { state as sdkNotices } from '@aws-sdk/core/client';
import type { S3Settings } from '@espalier/settings';
import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';

/** How long an operation may take before it counts as failed. */
export interface Patience {
  readonly attempts: number;
  readonly connectTimeoutMs: number;
  /** Uploads get more by their size. */
  readonly answerTimeoutMs: number;
}

export const workPatience: Patience = { attempts: 5, connectTimeoutMs: 3_000, answerTimeoutMs: 15_000 };
export const probePatience: Patience = { attempts: 1, connectTimeoutMs: 2_000, answerTimeoutMs: 4_000 };

const maxSockets = 64;

/** The SDK's own search (AWS_REGION, then the profile), which would fail where the settings' default is good enough. */
function searchedRegion(defaultRegion: string) {
  return loadConfig(
    { ...NODE_REGION_CONFIG_OPTIONS, default: defaultRegion },
    NODE_REGION_CONFIG_FILE_OPTIONS,
  );
}

/**
 * @param followRegions for buckets that may lie in other regions than the product's own: asks again in the bucket's region, at the
 *   price of a second request each time
 */
export function createS3Client(
  settings: S3Settings,
  { attempts, connectTimeoutMs, answerTimeoutMs }: Patience = workPatience,
  followRegions = false,
): S3Client {
  // The SDK would print its plans for Node versions into the user's terminal.
  sdkNotices.warningEmitted = true;
  const { accessKeyId, secretAccessKey } = settings;
  return new S3Client({
    region: settings.region ?? searchedRegion(settings.defaultRegion ?? 'us-east-1'),
    followRegionRedirects: followRegions,
    // A service of its own has neither of AWS's special endpoints, whatever the user's profile asks of AWS.
    ...(settings.endpoint === null
      ? {}
      : {
          endpoint: settings.endpoint,
          forcePathStyle: true,
          useFipsEndpoint: false,
          useDualstackEndpoint: false,
        }),
    // Otherwise the SDK looks where it always does: environment (with its session token), profile, SSO, web identity, role.
    ...(accessKeyId === null || secretAccessKey === null
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
    // Parts carry their own SHA-256; the SDK's default trailers are unknown to some S3 servers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Asking first costs a new connection for each large upload.
    expectContinueHeader: false,
    retryMode: 'standard',
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: answerTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
    },
  });
}
