/**
 * The secrets of the local servers: what each asks for, in files that only their owner reads. None stands on a command line, in an
 * environment or in a log, where other users of the machine could see it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

interface S3Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What clients of the servers need; the rest stays among a server's own files. */
export interface ServerSecrets {
  readonly s3Key: S3Key;
  readonly redisPassword: string;
}

export function generateServerSecrets(): ServerSecrets {
  return {
    // In the form that S3 clients expect.
    s3Key: {
      accessKeyId: `ESP${randomBytes(9).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
    },
    redisPassword: randomBytes(24).toString('hex'),
  };
}

function writeSecret(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
}

function s3Identities({ accessKeyId, secretAccessKey }: S3Key): string {
  const identity = {
    name: 'espalier',
    credentials: [{ accessKey: accessKeyId, secretKey: secretAccessKey }],
    actions: ['Admin', 'Read', 'Write', 'List', 'Tagging'],
  };
  return JSON.stringify({ identities: [identity] });
}

/**
 * SeaweedFS's parts speak to each other by HTTP, signed with these keys, and by gRPC, where each shows this one certificate and
 * takes no other.
 */
function seaweedfsSecurity(): string {
  const signing = ['jwt.signing', 'jwt.signing.read', 'jwt.filer_signing', 'jwt.filer_signing.read'].map(
    (use) => `[${use}]\nkey = "${randomBytes(32).toString('hex')}"\nexpires_after_seconds = 60\n`,
  );
  const parts = ['master', 'volume', 'filer', 's3', 'client'].map(
    (part) => `[grpc.${part}]\ncert = "own.crt"\nkey = "own.key"\n`,
  );
  return [...signing, '[grpc]\nca = "own.crt"\n', ...parts, '[access]\nui = false\n'].join('\n');
}

const certificateYears = 100;

async function writeSeaweedfsSecurity(dir: string): Promise<void> {
  const path = join(dir, 'security.toml');
  if (existsSync(path)) return;
  const now = Date.now();
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'espalier' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // A clock that is set back must not shut the servers out from each other.
    notBeforeDate: new Date(now - 365 * 86_400_000),
    notAfterDate: new Date(now + certificateYears * 365 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    ],
  });
  writeSecret(join(dir, 'own.crt'), cert);
  writeSecret(join(dir, 'own.key'), key);
  // Last: it says that the others are there.
  writeSecret(path, seaweedfsSecurity());
}

/** Makes the servers' folders and the files that tell each of them whom to let in. */
export async function prepareServers(
  dataDir: string,
  { s3Key, redisPassword }: ServerSecrets,
): Promise<void> {
  for (const folder of ['temporal', 'valkey', join('seaweedfs', 'data')]) {
    mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o700 });
  }
  writeSecret(join(dataDir, 'valkey', 'valkey.conf'), `requirepass ${redisPassword}\n`);
  const seaweedfsDir = join(dataDir, 'seaweedfs');
  writeSecret(join(seaweedfsDir, 's3.json'), s3Identities(s3Key));
  await writeSeaweedfsSecurity(seaweedfsDir);
}
