/**
 * Responsible for a link by which a browser signs in: its code is made by the server, for whoever may read the administrator's token in the stack's
 * home. The code stands after `#`, so that no browser sends it in an address, and no log has it.
 * Leaves to others: what a code is good for (server), how the link is told.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EspalierError, isErrorCode } from '@espalier/domain';

export type SignInRole = 'viewer' | 'operator' | 'admin';

export interface SignInLink {
  readonly url: string;
  readonly role: SignInRole;
  readonly expiresAtMs: number;
}

export interface ServerPlace {
  /** The stack's home, where `admin-token` lies. */
  readonly homeDir: string;
  /** `host:port`; null where nothing says where the server is. */
  readonly address: string | null;
  /** Where browsers reach it, where that is elsewhere; null where it is not. */
  readonly publicUrl: string | null;
}

const patienceMs = 10_000;
const created = 201;

/** @throws EspalierError `stack.server-unreachable`, `access.no-admin-token`, and what the server refuses with */
export async function signInLink(
  { homeDir, address, publicUrl }: ServerPlace,
  role: SignInRole,
): Promise<SignInLink> {
  if (address === null) {
    const message = `Nothing says where a server is: the stack in ${homeDir} has never been up.`;
    throw new EspalierError('stack.server-unreachable', message);
  }
  const token = await adminToken(homeDir);
  const origin = `http://${address.replace(/^0\.0\.0\.0:/, '127.0.0.1:')}`;
  const answer = await ask(origin, token, role);
  const told = (await answer.json().catch(() => null)) as Told | null;
  if (answer.status === created && told?.code !== undefined && told.expiresAtMs !== undefined) {
    return { url: `${publicUrl ?? origin}/sign-in#${told.code}`, role, expiresAtMs: told.expiresAtMs };
  }
  throw refusal(origin, answer.status, told);
}

/** What the server answers with, or its problem document. */
interface Told {
  readonly code?: string;
  readonly expiresAtMs?: number;
  readonly detail?: string;
}

async function adminToken(homeDir: string): Promise<string> {
  const path = join(homeDir, 'admin-token');
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw new EspalierError('access.no-admin-token', `${path} is not there, or can't be read.`, {
      cause,
      details: { path },
    });
  }
}

async function ask(origin: string, token: string, role: SignInRole): Promise<Response> {
  try {
    return await fetch(`${origin}/v1/sign-in-codes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ role }),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (cause) {
    throw new EspalierError('stack.server-unreachable', `The server at ${origin} does not answer.`, {
      cause,
    });
  }
}

function refusal(origin: string, status: number, told: Told | null): EspalierError {
  const { code = '', detail = '' } = told ?? {};
  if (isErrorCode(code)) return new EspalierError(code, detail);
  return new EspalierError(
    'stack.server-unreachable',
    `What answers at ${origin} is no server of Espalier, or an earlier version of it (status ${status}).`,
  );
}
