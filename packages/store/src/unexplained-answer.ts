/**
 * Responsible for the reason of a refused HEAD request: its answer has no body that could name it, so the same is asked once more by GET.
 * Leaves to others: what the reason means.
 */
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

/** @returns the error with its reason; the error itself where it needs none, or where GET is not refused */
export async function explainHead(
  error: unknown,
  client: S3Client,
  { bucket, key }: { readonly bucket: string; readonly key?: string },
): Promise<unknown> {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (status === undefined || status === 404) return error;
  try {
    if (key === undefined) {
      await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
    } else {
      const { Body } = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-0' }),
      );
      (Body as { destroy?(): void } | undefined)?.destroy?.();
    }
    return error;
  } catch (explained) {
    return explained;
  }
}
