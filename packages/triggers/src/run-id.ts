/** Names a run so that people can read and sort it: pipeline, UTC time, and four random characters. */
import { randomInt } from 'node:crypto';

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** `census-income-20261124-142116-k3f9`: unique enough for one pipeline within one second. */
export function newRunId(pipeline: string, now: Date = new Date()): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\..*$/, '').replace('T', '-');
  const drawn = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${pipeline}-${stamp}-${drawn}`;
}
