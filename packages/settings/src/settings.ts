/**
 * Where the services are and what this machine should use: environment first, then the local stack's own file.
 * Read once at a process's start; nothing else in the product reads the environment.
 */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { z } from 'zod';
import { accountHome, provideAccountHome } from './account-home.js';
import { type Environment, readPathSettings } from './path-settings.js';
import { type GrpcProxy, grpcProxyOf, proxyVariableOf } from './proxies.js';
import { redisUrlIssues } from './redis-url.js';

/** Its page, cookies and paths begin at `/`. */
function isBareOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, href, username } = new URL(url);
  return username === '' && href === `${origin}/`;
}

const environmentSchema = z.object({
  ESPALIER_HOME: z.string().min(1).optional(),
  ESPALIER_CACHE_DIR: z.string().min(1).optional(),
  ESPALIER_TEMPORAL_ADDRESS: z
    .string()
    .regex(/^([^\s:/@[\]]+|\[[\da-f:.]+\]):\d{1,5}$/i, 'expected host:port')
    .optional(),
  ESPALIER_TEMPORAL_NAMESPACE: z.string().min(1).optional(),
  ESPALIER_TEMPORAL_UI: z.url({ protocol: /^https?$/ }).optional(),
  ESPALIER_REDIS_URL: z
    .string()
    .superRefine((url, context) => {
      for (const message of redisUrlIssues(url)) context.addIssue({ code: 'custom', message });
    })
    .optional(),
  ESPALIER_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  ESPALIER_S3_REGION: z.string().min(1).optional(),
  ESPALIER_S3_BUCKET: z.string().min(3).optional(),
  ESPALIER_ADVERTISE_ADDRESS: z
    .ipv4('expected an IPv4 address')
    .refine((address) => address !== '0.0.0.0', 'expected an address that other ranks can connect to')
    .optional(),
  ESPALIER_SERVER_ADDRESS: z
    .string()
    .regex(/^[^\s:/@[\]]+:\d{1,5}$/, 'expected host:port')
    .optional(),
  ESPALIER_SERVER_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => isBareOrigin(url), 'expected https://NAME, or https://NAME:PORT, and nothing after it')
    .optional(),
  ESPALIER_SERVER_FOLDERS: z.string().min(1).optional(),
  ESPALIER_NOTIFY_FILE: z.string().min(1).optional(),
  ESPALIER_DEVICE: z.enum(['cpu', 'gpu']).optional(),
  CUDA_VISIBLE_DEVICES: z.string().optional(),
  ESPALIER_LIBXGBOOST: z.string().min(1).optional(),
  ESPALIER_TENSORFLOW_DIR: z.string().min(1).optional(),
  ESPALIER_TEMPORAL_BIN: z.string().min(1).optional(),
  ESPALIER_VALKEY_BIN: z.string().min(1).optional(),
  ESPALIER_WEED_BIN: z.string().min(1).optional(),
  ESPALIER_PROCESS: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'expected a name such as feature-1')
    .optional(),
  ESPALIER_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).optional(),
});

/** Written by `espalier up` into the home folder (mode 0600: it holds the local stack's generated S3 key). */
export const endpointsSchema = z.object({
  temporalAddress: z.string(),
  temporalUiUrl: z.string().nullable(),
  redisUrl: z.string(),
  /** Of the local Redis; stacks of an earlier version have none. */
  redisPassword: z.string().optional(),
  /** `host:port` of the local server; stacks of an earlier version have none. */
  serverAddress: z.string().optional(),
  /** Where others reach the local server, as its ESPALIER_SERVER_URL said; missing where that said nothing. */
  serverUrl: z.string().optional(),
  s3: z.object({
    endpoint: z.string(),
    region: z.string(),
    bucket: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
  }),
});
export type Endpoints = z.infer<typeof endpointsSchema>;

export interface S3Settings {
  /** Null means AWS itself. */
  readonly endpoint: string | null;
  /** Null leaves it to the AWS SDK: AWS_REGION, then the profile's. */
  readonly region: string | null;
  /** Where the SDK finds no region either (default us-east-1). */
  readonly defaultRegion?: string;
  readonly bucket: string;
  /** The variable that names a proxy for it, which S3 is not reached through. */
  readonly unusedProxy?: string | null;
  /** The local stack's own key; null leaves credentials to the AWS SDK: environment, profile, SSO, role. */
  readonly accessKeyId: string | null;
  readonly secretAccessKey: string | null;
}

export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  /** Where browsers find Temporal's own pages; null where nobody says. */
  readonly uiUrl: string | null;
  /** What its connections go through; none on loopback. */
  readonly proxy?: GrpcProxy | null;
}

export interface Settings {
  /** The local stack's folder (default: the nearest `.espalier` upward from the working directory, else there). */
  readonly homeDir: string;
  /** User-level cache of native parts and scratch space (default `~/.cache/espalier`; in the home folder for an account without `~`). */
  readonly cacheDir: string;
  readonly temporal: TemporalSettings;
  readonly redis: { readonly url: string };
  readonly s3: S3Settings;
  readonly server: {
    /** `host:port` at which espalier-server listens; null where there is none. */
    readonly address: string | null;
    /** Where people reach it through what stands before it, as an origin (`https://espalier.example`); null where nothing does. */
    readonly publicUrl: string | null;
    /** True where the environment says so, so that `up` chooses no port for it. */
    readonly isGiven: boolean;
    /** Absolute folders whose files pipelines sent to the server may read; S3 alone where there are none. */
    readonly folders: readonly string[];
  };
  /** Whether the terminal is at another machine. */
  readonly isOverSsh: boolean;
  /** File that says whom notifications go to; there need be none. */
  readonly notifyPath: string;
  readonly device: 'cpu' | 'gpu';
  /** The GPUs that this process may use, as CUDA names them (numbers or UUIDs); null for all. */
  readonly visibleGpus: readonly string[] | null;
  /** The IPv4 address of this machine that the ranks of a gang reach each other at. */
  readonly advertiseAddress: string;
  /** Which services come from the environment, so that `up` does not start its own. */
  readonly external: { readonly temporal: boolean; readonly redis: boolean; readonly s3: boolean };
  /** Native parts that the user brings instead of the fetched ones. */
  readonly native: {
    readonly libxgboostPath: string | null;
    readonly tensorflowDir: string | null;
    readonly temporalBin: string | null;
    readonly valkeyBin: string | null;
    readonly weedBin: string | null;
  };
  /**
   * The name that the local stack's supervisor gives this process, or null. A worker that has one writes its process
   * ID into `<homeDir>/run/<processName>.ready` once it is at work.
   */
  readonly processName: string | null;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error';
}

/** AWS's own, for whether a proxy is meant for it. */
const awsEndpoint = 'https://s3.amazonaws.com';

export const endpointsFileName = 'endpoints.json';

function findHomeDir(cwd: string): string {
  for (let dir = resolve(cwd); ; dir = dirname(dir)) {
    if (existsSync(join(dir, '.espalier'))) return join(dir, '.espalier');
    if (dir === dirname(dir)) return join(resolve(cwd), '.espalier');
  }
}

function readEndpoints(homeDir: string): Endpoints | null {
  const path = join(homeDir, endpointsFileName);
  if (!existsSync(path)) return null;
  try {
    return endpointsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new EspalierError(
      'settings.invalid',
      `${path} can't be read; run \`espalier up\` to write it again.`,
      {
        cause,
        details: { path },
      },
    );
  }
}

/** With its password: for the connection alone, and for no eye. */
function localRedisUrl({ redisUrl, redisPassword }: Endpoints): string {
  const url = new URL(redisUrl);
  url.password = redisPassword ?? '';
  return url.href;
}

/**
 * Reads all settings, once.
 * @throws EspalierError `settings.invalid` that lists every variable that can't be used.
 */
export function loadSettings(env: Environment = process.env, cwd: string = process.cwd()): Settings {
  const parsed = environmentSchema.safeParse(env);
  const { paths, issues: pathIssues } = readPathSettings(env, cwd);
  const issues = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...Object.entries(pathIssues).map(([variable, message]) => `${variable}: ${message}`),
  ];
  if (!parsed.success || issues.length > 0) {
    throw new EspalierError('settings.invalid', `Settings that can't be used: ${issues.join('; ')}.`, {
      details: { issues },
    });
  }
  const given = parsed.data;
  const homeDir = paths.ESPALIER_HOME ?? findHomeDir(cwd);
  if (env === process.env) provideAccountHome(homeDir);
  const local = readEndpoints(homeDir);
  const temporalAddress = given.ESPALIER_TEMPORAL_ADDRESS ?? local?.temporalAddress ?? '127.0.0.1:7233';
  const externalS3 = given.ESPALIER_S3_ENDPOINT !== undefined || given.ESPALIER_S3_BUCKET !== undefined;
  return {
    homeDir,
    cacheDir: paths.ESPALIER_CACHE_DIR ?? join(accountHome(homeDir), '.cache', 'espalier'),
    temporal: {
      address: temporalAddress,
      namespace: given.ESPALIER_TEMPORAL_NAMESPACE ?? 'default',
      uiUrl:
        given.ESPALIER_TEMPORAL_UI ??
        (given.ESPALIER_TEMPORAL_ADDRESS ? null : (local?.temporalUiUrl ?? null)),
      proxy: grpcProxyOf(temporalAddress, env),
    },
    redis: { url: given.ESPALIER_REDIS_URL ?? (local && localRedisUrl(local)) ?? 'redis://127.0.0.1:6379' },
    s3: externalS3
      ? {
          endpoint: given.ESPALIER_S3_ENDPOINT ?? null,
          region: given.ESPALIER_S3_REGION ?? null,
          // What AWS's command line reads, and its SDK for JavaScript does not.
          defaultRegion: env.AWS_DEFAULT_REGION || 'us-east-1',
          bucket: given.ESPALIER_S3_BUCKET ?? 'espalier',
          unusedProxy: proxyVariableOf(given.ESPALIER_S3_ENDPOINT ?? awsEndpoint, env),
          accessKeyId: null,
          secretAccessKey: null,
        }
      : {
          endpoint: local?.s3.endpoint ?? 'http://127.0.0.1:8333',
          region: local?.s3.region ?? 'us-east-1',
          bucket: local?.s3.bucket ?? 'espalier',
          accessKeyId: local?.s3.accessKeyId ?? null,
          secretAccessKey: local?.s3.secretAccessKey ?? null,
        },
    server: {
      address: given.ESPALIER_SERVER_ADDRESS ?? local?.serverAddress ?? null,
      publicUrl: publicUrlOf(given, local),
      isGiven: given.ESPALIER_SERVER_ADDRESS !== undefined,
      folders: paths.ESPALIER_SERVER_FOLDERS?.split(delimiter) ?? [],
    },
    isOverSsh: (env.SSH_CONNECTION ?? '') !== '',
    notifyPath: paths.ESPALIER_NOTIFY_FILE ?? join(homeDir, 'notify.yaml'),
    device: given.ESPALIER_DEVICE ?? 'cpu',
    visibleGpus: given.CUDA_VISIBLE_DEVICES?.split(',').map((id) => id.trim()) ?? null,
    advertiseAddress: given.ESPALIER_ADVERTISE_ADDRESS ?? '127.0.0.1',
    external: {
      temporal: given.ESPALIER_TEMPORAL_ADDRESS !== undefined,
      redis: given.ESPALIER_REDIS_URL !== undefined,
      s3: externalS3,
    },
    native: {
      libxgboostPath: paths.ESPALIER_LIBXGBOOST ?? null,
      tensorflowDir: paths.ESPALIER_TENSORFLOW_DIR ?? null,
      temporalBin: paths.ESPALIER_TEMPORAL_BIN ?? null,
      valkeyBin: paths.ESPALIER_VALKEY_BIN ?? null,
      weedBin: paths.ESPALIER_WEED_BIN ?? null,
    },
    processName: given.ESPALIER_PROCESS ?? null,
    logLevel: given.ESPALIER_LOG_LEVEL ?? 'info',
  };
}

/** That of the local stack is of the local stack's server alone. */
function publicUrlOf(given: z.infer<typeof environmentSchema>, local: Endpoints | null): string | null {
  const address = given.ESPALIER_SERVER_ADDRESS ?? local?.serverAddress;
  const url = given.ESPALIER_SERVER_URL ?? (address === local?.serverAddress ? local?.serverUrl : undefined);
  return url === undefined ? null : new URL(url).origin;
}

/**
 * This process's environment with `extra` over it, for a child process. Paths in it are absolute, since the child may work in
 * another folder.
 */
export function inheritedEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...readPathSettings(process.env, process.cwd()).paths, ...extra };
}
