import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { loadSettings, type S3Settings } from '@espalier/settings';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServiceProbe } from './service-probe.js';
import { createStore } from './store.js';

/** Stands for a foreign S3: keeps what it is asked, and answers as the test says. */
let server: Server;
let endpoint: string;
let dir: string;
let requests: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

const found = (_: IncomingMessage, response: ServerResponse) => response.setHeader('etag', '"1"').end('{}');
const refusal = (code: string, more = '') =>
  `<Error><Code>${code}</Code><Message>No.</Message>${more}</Error>`;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  dir = mkdtempSync(join(tmpdir(), 'espalier-aws-'));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});

beforeEach(() => {
  requests = [];
  answer = found;
  // Nothing of this machine's own account.
  for (const variable of Object.keys(process.env).filter((name) => /^AWS_/.test(name))) {
    vi.stubEnv(variable, undefined);
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', join(dir, 'none'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(dir, 'none'));
});

afterEach(() => vi.unstubAllEnvs());

/** As a user has it: all by the environment, with this server in AWS's place. */
function settingsOf(environment: Readonly<Record<string, string>>): S3Settings {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_ENDPOINT_URL_S3', endpoint);
  return loadSettings(process.env, dir).s3;
}

const keys = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' };
const bucket = { ESPALIER_S3_BUCKET: 'models' };

async function signatureOf(environment: Readonly<Record<string, string>>) {
  const store = createStore(settingsOf(environment));
  await store.getJson('key');
  store.close();
  const { authorization = '', 'x-amz-security-token': token } = requests[0]?.headers ?? {};
  const [, id, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(authorization) ?? [];
  return { id, region, token };
}

async function failureOf(promise: Promise<unknown>): Promise<EspalierError> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof EspalierError) return error;
  throw error ?? new Error('a failure was expected');
}

describe('credentials are those that the AWS SDK finds', () => {
  it('of the environment, with its session token', async () => {
    const environment = { ...bucket, ...keys, AWS_SESSION_TOKEN: 'of-an-assumed-role' };
    expect(await signatureOf(environment)).toMatchObject({ id: 'AKID', token: 'of-an-assumed-role' });
  });

  it('of a profile, with its region', async () => {
    const profile =
      '[work]\naws_access_key_id = FROMFILE\naws_secret_access_key = s\naws_session_token = t\n';
    writeFileSync(join(dir, 'credentials'), profile);
    writeFileSync(join(dir, 'config'), '[profile work]\nregion = eu-north-1\n');
    const files = {
      AWS_SHARED_CREDENTIALS_FILE: join(dir, 'credentials'),
      AWS_CONFIG_FILE: join(dir, 'config'),
    };
    const signature = await signatureOf({ ...bucket, ...files, AWS_PROFILE: 'work' });
    expect(signature).toEqual({ id: 'FROMFILE', region: 'eu-north-1', token: 't' });
  });

  it("of a container's or instance's role", async () => {
    answer = (request, response) => {
      if (request.url !== '/role') return found(request, response);
      requests.pop();
      const Expiration = new Date(Date.now() + 3_600_000).toISOString();
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ AccessKeyId: 'OFROLE', SecretAccessKey: 's', Token: 'role-token', Expiration }),
      );
    };
    const role = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpoint}/role` };
    expect(await signatureOf({ ...bucket, ...role })).toMatchObject({ id: 'OFROLE', token: 'role-token' });
  });

  it('of a service that is not AWS as well', async () => {
    const environment = { ESPALIER_S3_ENDPOINT: endpoint, ...keys, AWS_SESSION_TOKEN: 'token' };
    expect(await signatureOf(environment)).toEqual({ id: 'AKID', region: 'us-east-1', token: 'token' });
  });

  it('and never those of AWS for the local stack', async () => {
    for (const [name, value] of Object.entries({
      ...keys,
      AWS_SESSION_TOKEN: 't',
      AWS_REGION: 'eu-west-1',
    })) {
      vi.stubEnv(name, value);
    }
    const local = {
      accessKeyId: 'LOCAL',
      secretAccessKey: 's',
      region: 'us-east-1',
      bucket: 'espalier',
      endpoint,
    };
    writeFileSync(
      join(dir, 'endpoints.json'),
      JSON.stringify({
        temporalAddress: '127.0.0.1:1',
        temporalUiUrl: null,
        redisUrl: 'redis://127.0.0.1:1',
        s3: local,
      }),
    );
    const store = createStore(loadSettings({ ...process.env, ESPALIER_HOME: dir }).s3);
    await store.getJson('key');
    store.close();
    rmSync(join(dir, 'endpoints.json'));
    expect(requests[0]?.headers.authorization).toContain('Credential=LOCAL/');
    expect(requests[0]?.headers['x-amz-security-token']).toBeUndefined();
    expect(requests[0]?.headers.authorization).toContain('/us-east-1/s3/');
  });

  it('where there are none, says so', async () => {
    const failure = await failureOf(createStore(settingsOf(bucket)).getJson('key'));
    expect(failure).toMatchObject({
      code: 'store.denied',
      message: expect.stringContaining('no credentials'),
    });
  });

  it('where a sign-in has ended, says so in the words of the SDK', async () => {
    const lines = ['[profile sso]', 'sso_session = corp', 'sso_account_id = 1', 'sso_role_name = r'];
    const session = [
      '[sso-session corp]',
      'sso_start_url = https://corp.example/start',
      'sso_region = us-east-1',
    ];
    writeFileSync(join(dir, 'sso'), [...lines, ...session, ''].join('\n'));
    const signedOut = { AWS_CONFIG_FILE: join(dir, 'sso'), AWS_PROFILE: 'sso', HOME: dir };
    const failure = await failureOf(createStore(settingsOf({ ...bucket, ...signedOut })).getJson('key'));
    expect(failure).toMatchObject({
      code: 'store.denied',
      message: expect.stringContaining('aws sso login'),
    });
  });
});

describe('the region is', () => {
  it.each([
    [{ ESPALIER_S3_REGION: 'eu-west-1', AWS_REGION: 'eu-west-2' }, 'eu-west-1'],
    [{ AWS_REGION: 'eu-west-2', AWS_DEFAULT_REGION: 'eu-west-3' }, 'eu-west-2'],
    [{ AWS_DEFAULT_REGION: 'eu-west-3' }, 'eu-west-3'],
    [{}, 'us-east-1'],
  ])('of %j: %s', async (environment: Record<string, string>, region) => {
    expect(await signatureOf({ ...bucket, ...keys, ...environment })).toMatchObject({ region });
  });
});

/** As AWS answers: by where the request was signed for. */
function lyingIn(region: string, code = 'PermanentRedirect', status = 301) {
  return (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization?.includes(`/${region}/s3/`)) return found(request, response);
    response.writeHead(status, { 'x-amz-bucket-region': region });
    response.end(request.method === 'HEAD' ? undefined : refusal(code));
  };
}

describe('a bucket in another region', () => {
  it.each([
    ['PermanentRedirect', 301],
    ['AuthorizationHeaderMalformed', 400],
    ['TemporaryRedirect', 307],
  ])('is told by its region, for every operation (%s)', async (code, status) => {
    answer = lyingIn('ap-south-1', code, status);
    const store = createStore(settingsOf({ ...bucket, ...keys }));
    const bytes = new TextEncoder().encode('x');
    for (const operation of [
      () => store.getJson('key'),
      () => store.headObject('key'),
      () => store.putBytes('key', bytes),
      () => store.putIfNoneMatch('key', 1),
      () => store.list('key'),
    ]) {
      const failure = await failureOf(operation());
      expect(failure).toMatchObject({ code: 'store.wrong-region', retryable: false });
      expect(failure.message).toContain('ap-south-1');
      expect(failure.message).not.toContain('secret');
    }
    store.close();
  });

  it('is read there where it is not the own one, since one setting could not name both', async () => {
    answer = lyingIn('ap-south-1');
    const store = createStore(settingsOf({ ...bucket, ...keys }));
    expect(await store.inBucket('logs').getJson('key')).toMatchObject({ value: {} });
    store.close();
  });
});

describe('a refusal is told with its reason, also where the service was asked by HEAD, whose answers have no body', () => {
  const asked = {
    'an object': (settings: S3Settings) => createStore(settings).getJson('key'),
    'the size of an object': (settings: S3Settings) => createStore(settings).headObject('key'),
    'the bucket, as doctor does': (settings: S3Settings) => new ServiceProbe(settings).requireBucket(),
  };
  const cases = Object.keys(asked) as (keyof typeof asked)[];

  it.each([
    ['ExpiredToken', 400],
    ['InvalidToken', 400],
    ['RequestTimeTooSkewed', 403],
    ['SignatureDoesNotMatch', 403],
    ['InvalidAccessKeyId', 403],
  ])('%s: the credentials, not a service that is away', async (code, status) => {
    answer = (request, response) =>
      response.writeHead(status).end(request.method === 'HEAD' ? undefined : refusal(code));
    for (const what of cases) {
      const failure = await failureOf(asked[what](settingsOf({ ...bucket, ...keys })));
      expect(failure, what).toMatchObject({ code: 'store.denied', message: expect.stringContaining(code) });
    }
  });

  it('a region that only the body names', async () => {
    answer = (request, response) =>
      response
        .writeHead(400)
        .end(
          request.method === 'HEAD'
            ? undefined
            : refusal('AuthorizationHeaderMalformed', '<Region>eu-west-3</Region>'),
        );
    for (const what of cases) {
      const failure = await failureOf(asked[what](settingsOf({ ...bucket, ...keys })));
      expect(failure, what).toMatchObject({
        code: 'store.wrong-region',
        message: expect.stringContaining('eu-west-3'),
      });
    }
  });
});

it.each([
  ['https_proxy', 'https://s3.invalid'],
  ['http_proxy', 'http://s3.invalid:9000'],
])(
  'an S3 that can not be reached is told with %s, since it was asked directly',
  async (variable, elsewhere) => {
    const environment = { ESPALIER_S3_ENDPOINT: elsewhere, ...keys, [variable]: 'http://127.0.0.1:9' };
    const failure = await failureOf(createStore(settingsOf(environment)).getJson('key'));
    expect(failure.message).toContain(`the proxy that ${variable} names is not used for S3`);
    const exempt = await failureOf(
      createStore(settingsOf({ ...environment, NO_PROXY: '.invalid' })).getJson('key'),
    );
    expect(exempt.message).not.toContain('proxy');
  },
);
