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

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function isOwnOrigin(origin: Headers[string], host: Headers[string]): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}

/** Whether the browser says that the server's own page asks. What is no browser says nothing of it. */
export function isFromOwnPage({ host, origin, 'sec-fetch-site': site }: Headers): boolean {
  return origin === undefined ? site === 'same-origin' : isOwnOrigin(origin, host);
}

/** Somebody follows a link in a chat or a mail: the browser shows what comes, and the page that has the link sees nothing of it. */
function isFollowedLink({ 'sec-fetch-mode': mode, 'sec-fetch-dest': dest, origin }: Headers): boolean {
  return mode === 'navigate' && dest === 'document' && origin === undefined;
}

/**
 * @param ownName the host name at which the server listens
 * @param isPage whether links of other pages may lead there: it tells nothing, and a request for it changes nothing
 * @throws EspalierError `access.foreign-origin`
 */
export function requireOwnAddress(headers: Headers, ownName: string, isPage: boolean): void {
  const { host, origin, 'sec-fetch-site': site } = headers;
  const named = typeof host === 'string' ? hostNameOf(host) : null;
  if (named === null || !(isIP(named) !== 0 || named === 'localhost' || named === ownName)) {
    throw new EspalierError(
      'access.foreign-origin',
      'The request is addressed to a host that this server does not go by.',
    );
  }
  if (isPage && isFollowedLink(headers)) return;
  const isForeign = origin !== undefined && !isOwnOrigin(origin, host);
  if (isForeign || site === 'cross-site' || site === 'same-site') {
    throw new EspalierError('access.foreign-origin', 'The request comes from a page of another origin.');
  }
}
