/** Responsible for the code of a sign-in link, which stands in the address after `#`. */

export function hasCode(): boolean {
  return location.pathname === '/sign-in' && location.hash.length > 1;
}

/** Takes it out of the address and the history; null where there is none. */
export function takeCode(): string | null {
  if (!hasCode()) return null;
  const code = location.hash.slice(1);
  history.replaceState(history.state, '', '/sign-in');
  return code;
}
