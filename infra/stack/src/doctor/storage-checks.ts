/** Whether S3 answers, and does what runs rely on: the store's own requests are tried, with its own client. */
import { EspalierError, errorCatalogue } from '@espalier/domain';
import type { S3Settings, Settings } from '@espalier/settings';
import { createStore, requireKnownLayout } from '@espalier/store';
import { withS3 } from '../probe-services.js';
import { check, type DoctorCheck } from './doctor-check.js';

/** What to do about an S3 of the user's own that can't be used. */
function fixOf(error: unknown): string {
  const code = error instanceof EspalierError ? error.code : 'store.unreachable';
  return code === 'store.not-found'
    ? 'Check ESPALIER_S3_BUCKET; `espalier up` makes the bucket where the credentials allow it.'
    : code === 'store.unreachable'
      ? 'Check ESPALIER_S3_ENDPOINT, and that it can be reached from here.'
      : errorCatalogue[code].fix;
}

async function requireLayout(s3: S3Settings): Promise<string> {
  const store = createStore(s3);
  try {
    await requireKnownLayout(store);
    return 'the bucket is laid out as this version or an earlier one does it';
  } finally {
    store.close();
  }
}

export async function storageChecks({ s3, external }: Settings): Promise<readonly DoctorCheck[]> {
  const place = `${s3.endpoint ?? 'AWS'} (bucket ${s3.bucket})`;
  const answers = await check('S3', external.s3 ? fixOf : 'espalier up', () =>
    withS3(s3, async (probe) => {
      await probe.requireBucket();
      return place;
    }),
  );
  if (!answers.ok) return [{ ...answers, message: `${place} can't be used: ${answers.message}` }];
  return [
    answers,
    await check('S3 layout', errorCatalogue['store.newer-layout'].fix, () => requireLayout(s3)),
    await check('S3 conditional writes', 'Use an S3 service that honours conditional writes.', () =>
      withS3(s3, async (probe) => {
        await probe.tryConditionalWrites();
        return 'If-None-Match and If-Match are honoured';
      }),
    ),
    await check(
      'S3 transfers',
      'Give the credentials these rights in the bucket, or use another service.',
      () =>
        withS3(s3, async (probe) => {
          await probe.tryTransfers();
          return 'objects are written, listed, copied and read back, with SHA-256 and in pieces';
        }),
    ),
  ];
}
