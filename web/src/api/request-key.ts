/** Responsible for idempotency keys: the same thing asked for twice, by a double click or after an answer that was lost, is done once. */
import { useState } from 'react';

/** One key a request, for as long as the form that asks for it is open: another request under the same key would be refused. */
export function useRequestKey(): (request: unknown) => string {
  const [opened] = useState(() => crypto.randomUUID());
  return (request) => `${opened} ${hashOf(JSON.stringify(request))}`;
}

/** Of 53 bits: a form asks for few things. */
export function hashOf(text: string): string {
  let high = 0x9dc5;
  let low = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + at), 0x85ebca6b);
  }
  return `${(high >>> 0).toString(36)}${(low >>> 0).toString(36)}`;
}
