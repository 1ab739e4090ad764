/** What a run that has not begun waits for. */

const mostNamed = 2;

/** @param waitingFor IDs of the runs before it */
export function waitingText(waitingFor: readonly string[]): string {
  const named = waitingFor.slice(0, mostNamed).join(', ');
  const more = waitingFor.length - mostNamed;
  return `waits for its turn behind ${named}${more > 0 ? ` and ${more} more` : ''}`;
}
