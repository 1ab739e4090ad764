/**
 * Responsible for who is signed in: asking, signing in with a link's code or a token, signing out. The server keeps the session in a cookie
 * that no script reads; nothing of it is kept here.
 */
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { takeEarly } from '../early/asked-early.js';
import { sessionPath } from '../early/first-questions.js';
import { isAnswered, noAnswer, problemFrom } from './problem.js';

type Role = 'viewer' | 'operator' | 'admin';

export interface Session {
  readonly name: string;
  readonly role: Role;
  /** Null of those that are bound to none. */
  readonly team: string | null;
  /** Since the epoch; null where no session holds it. */
  readonly expiresAtMs: number | null;
}

const unauthorized = 401;

async function ask(init: RequestInit): Promise<Response> {
  try {
    const early = init.method === undefined ? takeEarly(sessionPath) : undefined;
    return await (early ?? fetch(sessionPath, { credentials: 'same-origin', ...init }));
  } catch {
    throw noAnswer();
  }
}

async function sessionOf(response: Response): Promise<Session> {
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemFrom(response.status, body);
  return body as Session;
}

/** Null: nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await sessionOf(await ask({}));
    } catch (error) {
      if (isAnswered(error) && error.status === unauthorized) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** From now on it is this person who looks: nothing that another was shown is kept. Whoever shows the session keeps seeing it. */
export function beginAs(client: QueryClient, session: Session | null): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  client.setQueryData(sessionQuery.queryKey, session);
}

export async function signIn(credential: { readonly code: string } | { readonly token: string }) {
  const headers = { 'content-type': 'application/json' };
  return sessionOf(await ask({ method: 'POST', headers, body: JSON.stringify(credential) }));
}

export async function signOut(): Promise<void> {
  await ask({ method: 'DELETE' });
}

const order: readonly Role[] = ['viewer', 'operator', 'admin'];

/** Whether the API would grant it: a button that would be refused is not shown. */
function mayAct(session: Session | null | undefined, needed: Role): boolean {
  return session != null && order.indexOf(session.role) >= order.indexOf(needed);
}

/**
 * Of routes that are closed to teams' tokens `isOfTeams` is false: models, pipelines, schedules.
 * @returns whether whoever is signed in may do what asks for an operator
 */
export function useMayOperate({ isOfTeams }: { readonly isOfTeams: boolean }): boolean {
  const { data: session } = useQuery(sessionQuery);
  return mayAct(session, 'operator') && (isOfTeams || session?.team == null);
}
