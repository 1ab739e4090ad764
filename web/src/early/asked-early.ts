/**
 * Responsible for questions that are asked while the page's own code is still on its way: each is taken once, by whoever would ask it first.
 * Leaves to others: which they are (first-questions.ts), reading their answers (api/client.ts).
 */

/** Whoever comes later asks anew: what a view shows is of when it was opened. */
const goodForMs = 5_000;

const asked = new Map<string, Promise<Response>>();

/** @param path with its query, as it will be asked for */
export function askEarly(path: string): void {
  const answer = fetch(path, { credentials: 'same-origin' });
  // Told to whoever takes it.
  answer.catch(() => undefined);
  asked.set(path, answer);
  setTimeout(() => asked.delete(path), goodForMs);
}

/** The answer to a question that was asked early and that nobody has taken yet; undefined where there is none. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const answer = asked.get(path);
  asked.delete(path);
  return answer;
}
