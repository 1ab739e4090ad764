/** Names a run so that people can read and sort it: pipeline, UTC time, and four random characters. */
import { randomBytes } from 'node:crypto';

/** `census-income-20261124-142116-k3f9`: unique enough for one pipeline within one second. */
export function newRunId(pipeline: string, now: Date = new Date()): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\..*$/, '').replace('T', '-');
  return `${pipeline}-${stamp}-${randomBytes(2).toString('hex')}`;
}
