/**
 * Responsible for the audit log: one object in S3 for each change, with who, what, when, from where and how it ended.
 * Leaves to others: which requests are changes (the routes).
 */
import { randomBytes } from 'node:crypto';
import { EspalierError } from '@espalier/domain';
import { mapBounded, type Store } from '@espalier/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOfRoute } from '../access/guard.js';
import { roles } from '../access/roles.js';

const prefix = 'audit/';
const readAtOnce = 8;

export const auditEntrySchema = z.object({
  id: z.string().describe('Day, time and some random digits.'),
  atMs: z.number().describe('Milliseconds since the epoch.'),
  tokenId: z.string(),
  tokenName: z.string(),
  role: z.enum(roles),
  team: z.string().nullable().default(null).describe("The token's, where it is held to one."),
  action: z.string().describe('Such as `runs.start`.'),
  subject: z.string().nullable().describe('Of what it is a change: a run, a token.'),
  detail: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'What of it was changed, in a few words: `retried from train as RUN`. Never a value that was given.',
    ),
  from: z.string().describe('IP address of whoever asked.'),
  outcome: z
    .enum(['done', 'refused'])
    .nullable()
    .describe('Null where the server ended before it was known.'),
  code: z.string().nullable().describe('Why it was refused.'),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export interface Change {
  readonly action: string;
  readonly subject?: string;
  readonly detail?: string;
}

/** What is known of a change when it is made. */
export type MadeChange = Pick<Change, 'subject' | 'detail'>;

export class AuditLog {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Writes the entry, makes the change, and writes how it ended: nothing is changed that could not be written down.
   * @param madeOf what was not known before
   */
  async change<T>(
    request: FastifyRequest,
    { action, ...change }: Change,
    make: () => Promise<T>,
    madeOf: (made: T) => MadeChange = () => ({}),
  ): Promise<T> {
    const { id: tokenId, name: tokenName, role, team } = callerOfRoute(request);
    const atMs = Date.now();
    const asked: AuditEntry = {
      id: newEntryId(atMs),
      ...{ atMs, tokenId, tokenName, role, team, action },
      ...{ subject: null, detail: null, ...change },
      from: request.ip,
      outcome: null,
      code: null,
    };
    await this.#write(asked);
    try {
      const made = await make();
      await this.#write({ ...asked, ...madeOf(made), outcome: 'done' });
      return made;
    } catch (error) {
      const code = error instanceof EspalierError ? error.code : 'workflow.unexpected';
      await this.#write({ ...asked, outcome: 'refused', code });
      throw error;
    }
  }

  /** Newest first, of the days before and of the cursor's. The work is that of the days that a page reaches into. */
  async page(limit: number, cursor?: string): Promise<{ entries: AuditEntry[]; nextCursor: string | null }> {
    const lastDay = cursor?.slice(0, dayLength) ?? '9999-99-99';
    const days = (await this.#store.listFolders(prefix))
      .map((folder) => folder.slice(prefix.length, -1))
      .filter((day) => day <= lastDay)
      .reverse();
    const ids: string[] = [];
    for (const day of days) {
      const ofDay = (await this.#store.list(`${prefix}${day}/`)).map(({ key }) => idOf(key)).reverse();
      ids.push(...ofDay.filter((id) => cursor === undefined || id < cursor));
      if (ids.length > limit) break;
    }
    const shown = ids.slice(0, limit);
    const read = await mapBounded(
      shown,
      readAtOnce,
      async (id) => (await this.#store.getJson(keyOf(id)))?.value,
    );
    return {
      entries: read.flatMap((value) => auditEntrySchema.safeParse(value).data ?? []),
      nextCursor: ids.length > limit ? (shown.at(-1) ?? null) : null,
    };
  }

  async #write(entry: AuditEntry): Promise<void> {
    await this.#store.putJson(keyOf(entry.id), entry);
  }
}

const dayLength = '2026-11-28'.length;
/** What an entry's ID looks like: `2026-11-28T03-05-12-345-a1b2c3`. */
export const auditIdPattern = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}-[0-9a-f]{6}$/;

function newEntryId(atMs: number): string {
  const stamp = new Date(atMs).toISOString().slice(0, -1).replaceAll(/[:.]/g, '-');
  return `${stamp}-${randomBytes(3).toString('hex')}`;
}

function keyOf(id: string): string {
  return `${prefix}${id.slice(0, dayLength)}/${id.slice(dayLength + 1)}.json`;
}

function idOf(key: string): string {
  return key.slice(prefix.length, -'.json'.length).replace('/', 'T');
}
