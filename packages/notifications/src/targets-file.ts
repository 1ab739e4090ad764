/**
 * Responsible for whom notifications go to: a file of one's own, since addresses and keys are secrets.
 * Leaves to others: sending (send.ts).
 */
import { readFile, stat } from 'node:fs/promises';
import { EspalierError, modelNamePattern, type Notification, notificationTypes } from '@espalier/domain';
import { parse } from 'yaml';
import { z } from 'zod';

const mostTargets = 50;
const mostBytes = 100_000;

const url = z
  .url({ protocol: /^https?$/ })
  .refine((text) => isSafe(text), 'expected https://, or http:// on this machine')
  .refine(
    (text) => !/^https?:\/\/[^/]*@/.test(text),
    'holds a password: put it into the path, or leave it out',
  );

const common = {
  name: z.string().regex(modelNamePattern, 'expected lower-case letters, digits, - and _'),
  url,
  /** Default: all. */
  events: z.array(z.enum(notificationTypes)).min(1).optional(),
  pipelines: z.array(z.string()).min(1).optional(),
  models: z.array(z.string()).min(1).optional(),
};

const target = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('webhook'),
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'expected whsec_ and 24 to 64 random bytes in Base64'),
  }),
  z.strictObject({ ...common, kind: z.literal('slack') }),
]);

const fileSchema = z
  .strictObject({ targets: z.array(target).max(mostTargets) })
  .refine(
    ({ targets }) => new Set(targets.map(({ name }) => name)).size === targets.length,
    'two targets have one name',
  );

export type Target = z.infer<typeof target>;

/** Plain HTTP shows the secret path of a webhook to everybody on the way. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

/**
 * None where there is no file.
 * @throws EspalierError `notifications.invalid-targets`, which never repeats what the file says
 */
export async function readTargets(path: string): Promise<readonly Target[]> {
  let text: string;
  try {
    const { mode, size } = await stat(path);
    if ((mode & 0o077) !== 0) throw invalid(path, ['others may read it: chmod 600']);
    if (size > mostBytes) throw invalid(path, [`it has ${size} bytes; ${mostBytes} are read`]);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    if (error instanceof EspalierError) throw error;
    throw invalid(path, [(error as Error).message]);
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    // The parser's message quotes the line, which may hold a secret.
    throw invalid(path, ['it is no YAML']);
  }
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) return parsed.data.targets;
  throw invalid(
    path,
    // A key may be a secret that lacks the space behind its colon.
    parsed.error.issues.map(
      ({ path: at, code, message }) =>
        `${at.join('.')}: ${code === 'unrecognized_keys' ? 'has a key that is none' : message}`,
    ),
  );
}

function invalid(path: string, problems: readonly string[]): EspalierError {
  return new EspalierError(
    'notifications.invalid-targets',
    `${path} can't be used: ${problems.join('; ')}.`,
    { details: { path, problems } },
  );
}

/** Whether a target wants it. */
export function isWanted({ events, pipelines, models }: Target, notification: Notification): boolean {
  const { type, pipeline, model } = notification;
  if (type === 'test') return true;
  if (events !== undefined && !events.includes(type)) return false;
  const isOfPipeline = pipeline !== null && pipelines?.includes(pipeline);
  const isOfModel = model !== null && models?.includes(model);
  return (pipelines === undefined && models === undefined) || isOfPipeline === true || isOfModel === true;
}
