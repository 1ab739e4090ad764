/**
 * Responsible for whose request it is: by a token in `Authorization`, or by a session in a cookie, which stands for a token. Bad ones are
 * counted, whichever they are.
 * Leaves to others: what a route asks for (guard.ts), how sessions begin (session-routes.ts).
 */
import { EspalierError } from '@espalier/domain';
import type { FastifyRequest } from 'fastify';
import { BadTokens } from './bad-tokens.js';
import { isFromOwnPage, type OwnAddress } from './own-address.js';
import { lowerRole } from './roles.js';
import type { Session, SessionBook } from './session-book.js';
import { sentCookie } from './session-cookie.js';
import type { SessionRecord } from './session-record.js';
import type { TokenBook } from './token-book.js';
import type { TokenRecord } from './token-record.js';
import { tokenDigest } from './token-secret.js';

export interface Credential {
  /** The token, with the role that the session leaves to it. */
  readonly caller: TokenRecord;
  readonly tokenDigest: string;
  /** Null for who sends a token. */
  readonly session: Session | null;
}

const readingMethods = ['GET', 'HEAD'];

export class Credentials {
  readonly #bad = new BadTokens();

  constructor(
    private readonly tokens: TokenBook,
    private readonly sessions: SessionBook,
    private readonly own: OwnAddress,
  ) {}

  /** @throws EspalierError `access.*`; `server.busy`, `store.*` where nobody can tell */
  async of(request: FastifyRequest): Promise<Credential> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, secret = ''] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
      return this.ofToken(request, secret);
    }
    const cookie = sentCookie(request);
    if (cookie !== undefined) return this.#ofCookie(request, cookie);
    throw new EspalierError('access.token-missing', 'The request has no token, and no session.');
  }

  /** Why who was let in would be let in no more; null while they would, and where nobody can tell. */
  async endOf(request: FastifyRequest): Promise<EspalierError | null> {
    try {
      await this.of(request);
      return null;
    } catch (error) {
      return error instanceof EspalierError && error.code.startsWith('access.') ? error : null;
    }
  }

  /** @throws EspalierError `access.token-refused`, `access.throttled` */
  async ofToken(request: FastifyRequest, secret: string): Promise<Credential> {
    const caller = await this.tokens.find(secret);
    if (caller !== null) return { caller, tokenDigest: tokenDigest(secret), session: null };
    throw this.refused(
      request,
      new EspalierError('access.token-refused', 'The token is not known, or revoked.'),
    );
  }

  /** The token, with no more than the role that is left to it; null where it was revoked. */
  async standingFor({
    tokenDigest: digest,
    role,
  }: Pick<SessionRecord, 'tokenDigest' | 'role'>): Promise<TokenRecord | null> {
    const token = await this.tokens.findByDigest(digest);
    return token === null ? null : { ...token, role: lowerRole(token.role, role) };
  }

  /** Counts what was bad. @returns the error to throw: that there were too many, where there were */
  refused({ ip }: FastifyRequest, error: EspalierError): EspalierError {
    if (!this.#bad.count(ip)) return error;
    return new EspalierError(
      'access.throttled',
      'Too many requests with bad tokens, sessions or sign-in codes have come from this address.',
    );
  }

  async #ofCookie(request: FastifyRequest, cookie: string): Promise<Credential> {
    // A cookie goes along whoever asks: that it was the server's own page has to be told.
    if (!readingMethods.includes(request.method) && !isFromOwnPage(request.headers, this.own)) {
      throw new EspalierError(
        'access.foreign-origin',
        'By a session only the server’s own pages change anything, and the request does not say that it comes from one.',
      );
    }
    const session = await this.sessions.find(cookie);
    const caller = session === null ? null : await this.standingFor(session);
    if (session !== null && caller !== null) return { caller, tokenDigest: session.tokenDigest, session };
    throw this.refused(request, new EspalierError('access.session-ended', 'The session has ended.'));
  }
}
