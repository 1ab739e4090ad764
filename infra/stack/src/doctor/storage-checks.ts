/** Whether S3 answers, and honours the conditional writes by which older attempts are fenced off. */
import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand, HeadBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Settings } from '@espalier/settings';
import { httpStatusOf, withS3 } from '../probe-services.js';
import { check, type DoctorCheck } from './doctor-check.js';

const preconditionFailed = 412;

async function mustBeRefused(what: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (httpStatusOf(error) === preconditionFailed) return;
    throw error;
  }
  throw new Error(`${what} was accepted; it must be refused.`);
}

async function checkConditionalWrites(client: S3Client, bucket: string): Promise<string> {
  const target = { Bucket: bucket, Key: `doctor/${randomUUID()}` };
  const put = (body: string, condition: { IfNoneMatch?: string; IfMatch?: string }) =>
    client.send(new PutObjectCommand({ ...target, Body: body, ...condition }));
  try {
    const { ETag: first } = await put('first', { IfNoneMatch: '*' });
    if (first === undefined) throw new Error('Writes return no ETag.');
    await mustBeRefused('A second write with If-None-Match: *', () => put('second', { IfNoneMatch: '*' }));
    await put('third', { IfMatch: first });
    await mustBeRefused('A write with an outdated If-Match', () => put('fourth', { IfMatch: first }));
  } finally {
    await client.send(new DeleteObjectCommand(target)).catch(() => undefined);
  }
  return 'If-None-Match and If-Match are honoured';
}

export async function storageChecks({ s3, external }: Settings): Promise<readonly DoctorCheck[]> {
  const place = `${s3.endpoint ?? 'AWS'} (bucket ${s3.bucket})`;
  const fix = external.s3
    ? 'Check ESPALIER_S3_ENDPOINT, ESPALIER_S3_BUCKET and the AWS credentials.'
    : 'espalier up';
  const answers = await check('S3', fix, () =>
    withS3(s3, async (client) => {
      await client.send(new HeadBucketCommand({ Bucket: s3.bucket }));
      return place;
    }),
  );
  if (!answers.ok) return [{ ...answers, message: `${place} can't be used: ${answers.message}` }];
  return [
    answers,
    await check('S3 conditional writes', 'Use an S3 service that honours conditional writes.', () =>
      withS3(s3, (client) => checkConditionalWrites(client, s3.bucket)),
    ),
  ];
}
