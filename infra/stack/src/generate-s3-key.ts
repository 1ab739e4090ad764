import { randomBytes } from 'node:crypto';
import type { S3Key } from './server-specs.js';

/** A fresh key pair for a local S3 server, in the form that S3 clients expect. */
export function generateS3Key(): S3Key {
  return {
    accessKeyId: `ESP${randomBytes(9).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
}
