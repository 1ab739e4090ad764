/** Takes the machine out of a history before it is kept, and refuses one that still tells of it; it never guesses. */
import type { Settings } from '@espalier/settings';
import { type HistoryJson, payloadsOf, type RecordedHistory, valuesIn } from './history-files.js';

/** Fields of events that no replay reads and that name processes, requests or files. */
const dropped = new Set(['identity', 'stackTrace', 'requestId', 'workerVersion', 'binaryChecksum']);

/** `/home/…`, `/root/…`, `C:\…`: paths of the machine that recorded, or of its data. */
const machinePath =
  /(?:^|[\s"'=(:])(?:\/(?:home|root|tmp|var|opt|usr|mnt|srv|work|Users|private)\/|[A-Za-z]:\\)/;

/**
 * Without the fields in `dropped`, and with the machine's name replaced in all text, also inside payloads.
 * @param hostname what `os.hostname()` gave where the workers ran
 */
export function scrubHistory(history: RecordedHistory, hostname: string): RecordedHistory {
  const pattern = hostname.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const named = new RegExp(`(?<![A-Za-z0-9])${pattern}(?![A-Za-z0-9])`, 'g');
  const clean = (text: string) => text.replace(named, 'machine');
  const scrub = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      return key === 'data'
        ? Buffer.from(clean(Buffer.from(value, 'base64').toString('utf8'))).toString('base64')
        : clean(value);
    }
    if (Array.isArray(value)) return value.map((entry) => scrub(entry, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !dropped.has(name))
        .map(([name, entry]) => [name, scrub(entry, name)]),
    );
  };
  return { ...history, json: scrub(history.json, '') as HistoryJson };
}

/** @returns why the history must not be kept; empty if nothing in it tells of a machine or of a secret. */
export function leaksIn(history: RecordedHistory, secrets: readonly string[]): string[] {
  const texts = [
    ...payloadsOf(history).map((payload) => payload.toString('utf8')),
    ...[...valuesIn(history.json)].filter((value) => typeof value === 'string'),
  ];
  return texts.flatMap((text) => [
    ...(machinePath.test(text) ? [`a path of the machine: ${text.slice(0, 200)}`] : []),
    ...(secrets.some((secret) => text.includes(secret)) ? ['a secret of the settings'] : []),
  ]);
}

/** Whatever the settings hold that must never be written down. */
export function secretsOf(settings: Settings): string[] {
  const { endpoint, accessKeyId, secretAccessKey } = settings.s3;
  const urls = [settings.redis.url, ...(endpoint === null ? [] : [endpoint])];
  const secrets = [accessKeyId, secretAccessKey, ...urls.map((url) => new URL(url).password)];
  return secrets.filter((secret) => secret !== null).filter((secret) => secret !== '');
}
