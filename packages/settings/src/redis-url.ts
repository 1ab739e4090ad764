/**
 * Responsible for whether a Redis URL says what its author meant, told without a word of its password.
 * Leaves to others: whether the server agrees.
 */

const encoding =
  'percent-encode the user name and the password: # as %23, / as %2F, ? as %3F, @ as %40, : as %3A, % as %25';

/** What is wrong with the URL, as parts of sentences that hold nothing of it; none where it can be used. */
export function redisUrlIssues(text: string): readonly string[] {
  const authority = /^rediss?:\/\/([^/?#]*)/i.exec(text)?.[1];
  if (authority === undefined) return ['expected redis://HOST:PORT/DATABASE or rediss://…'];
  // Behind #, / or ? there is no user name any more: an @ there belongs to a password that holds one of these.
  const rest = text.slice(text.indexOf('://') + 3 + authority.length);
  if (rest.includes('@')) return [`its password holds a character that ends the host in a URL; ${encoding}`];
  const credentials = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : '';
  if (credentials.includes('@')) return [`its user name or password holds an @; ${encoding}`];
  if (/%(?![0-9a-f]{2})/i.test(credentials)) {
    return [`its user name or password holds a % that is no percent-encoding; ${encoding}`];
  }
  if (!URL.canParse(text) || new URL(text).hostname === '') {
    return [`its host or port can't be read; where the password holds special characters, ${encoding}`];
  }
  const { pathname, hash } = new URL(text);
  const database = pathname.replace(/^\//, '');
  if (!/^\d{0,9}$/.test(database)) {
    return ['what follows the host is no database number; expected redis://HOST:PORT/0 or nothing there'];
  }
  if (hash !== '') return [`a # stands behind the host; ${encoding}`];
  return [];
}

/** The server for people: `host:port`, and the database where it is not 0. Nothing of the credentials. */
export function redisPlace(text: string): string {
  const { hostname, port, pathname } = new URL(text);
  const database = Number(pathname.replace(/^\//, ''));
  return `${hostname}:${port || 6379}${database === 0 ? '' : ` (database ${database})`}`;
}

/**
 * What Redis means when it refuses to let somebody in, and which part of the URL to mend.
 * @returns null for every other error
 */
export function redisRefusal(message: string): string | null {
  if (/WRONGPASS|invalid password|AUTH failed/i.test(message)) {
    return 'it refuses the user name or the password of ESPALIER_REDIS_URL';
  }
  if (/NOAUTH/i.test(message)) {
    return 'it asks for a password, and ESPALIER_REDIS_URL has none (redis://:PASSWORD@HOST:PORT)';
  }
  if (/without any password configured/i.test(message)) {
    return 'it has no password, and ESPALIER_REDIS_URL gives one';
  }
  if (/DB index is out of range|invalid DB index|SELECT is not allowed/i.test(message)) {
    return 'it has no database of the number in ESPALIER_REDIS_URL';
  }
  return null;
}
