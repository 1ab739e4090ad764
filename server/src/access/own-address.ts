/**
 * Responsible for whether a request is meant for this server and comes from no foreign page. Pure.
 *
 * A page that a browser shows can send requests to loopback, and a name that its owner points at 127.0.0.1 makes them same-origin. Such a
 * request names that host; addresses written as numbers can't be pointed elsewhere.
 */
import { isIP } from 'node:net';
import { EspalierError } from '@espalier/domain';

function hostNameOf(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return null;
  }
}

/** What the server goes by, beside numbers and `localhost`. */
export interface OwnAddress {
  /** The host name at which it listens. */
  readonly name: string;
  /** The origin at which people reach it through what stands before it; null where nothing does. */
  readonly publicUrl: string | null;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What stands before the server may pass another `Host` on than the browser's. */
function isOwnOrigin(origin: Headers[string], host: Headers[string], { publicUrl }: OwnAddress): boolean {
  if (origin === publicUrl) return true;
  // The same name without TLS is whoever stands in between.
  if (publicUrl !== null && host === new URL(publicUrl).host) return false;
  return origin === `http://${host}` || origin === `https://${host}`;
}

function isOwnName(named: string, { name, publicUrl }: OwnAddress): boolean {
  if (isIP(named) !== 0 || named === 'localhost' || named === name.toLowerCase()) return true;
  return publicUrl !== null && named === new URL(publicUrl).hostname;
}

/** Whether the browser says that the server's own page asks. What is no browser says nothing of it. */
export function isFromOwnPage({ host, origin, 'sec-fetch-site': site }: Headers, own: OwnAddress): boolean {
  return origin === undefined ? site === 'same-origin' : isOwnOrigin(origin, host, own);
}

/** Somebody follows a link in a chat or a mail: the browser shows what comes, and the page that has the link sees nothing of it. */
function isFollowedLink({ 'sec-fetch-mode': mode, 'sec-fetch-dest': dest, origin }: Headers): boolean {
  return mode === 'navigate' && dest === 'document' && origin === undefined;
}

/**
 * @param isPage whether links of other pages may lead there: it tells nothing, and a request for it changes nothing
 * @throws EspalierError `access.foreign-origin`
 */
export function requireOwnAddress(headers: Headers, own: OwnAddress, isPage: boolean): void {
  const { host, origin, 'sec-fetch-site': site } = headers;
  const named = typeof host === 'string' ? hostNameOf(host) : null;
  if (named === null || !isOwnName(named, own)) {
    throw new EspalierError(
      'access.foreign-origin',
      'The request is addressed to a host that this server does not go by.',
    );
  }
  if (isPage && isFollowedLink(headers)) return;
  const isForeign = origin !== undefined && !isOwnOrigin(origin, host, own);
  if (isForeign || site === 'cross-site' || site === 'same-site') {
    throw new EspalierError('access.foreign-origin', 'The request comes from a page of another origin.');
  }
}
