import { expect, it } from 'vitest';
import { idleMs, longestMs, newSession, renewed, type SessionRecord } from './session-record.js';

const hourMs = 3_600_000;

it('a session that is used goes on, until it is a week old', () => {
  let session: SessionRecord = newSession({ tokenDigest: 'a', role: 'viewer' }, 0);
  expect(session.expiresAtMs).toBe(idleMs);
  expect(renewed(session, hourMs / 2)).toBeNull();
  expect(renewed(session, hourMs)?.expiresAtMs).toBe(hourMs + idleMs);
  let writes = 0;
  for (let nowMs = 0; nowMs < session.expiresAtMs; nowMs += 60_000) {
    const next = renewed(session, nowMs);
    if (next === null) continue;
    writes += 1;
    session = next;
  }
  expect(session.expiresAtMs).toBeLessThanOrEqual(longestMs);
  expect(session.expiresAtMs).toBeGreaterThan(longestMs - hourMs);
  expect(writes).toBeLessThan(longestMs / hourMs);
});
