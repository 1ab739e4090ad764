/**
 * Responsible for whether an S3 service does all that the product relies on, tried with the very requests that the product sends.
 * Leaves to others: asking again, and telling people.
 */
import { randomUUID } from 'node:crypto';
import type { S3Settings } from '@espalier/settings';
import { digestHex, digestOf } from './digest.js';
import { ObjectClient } from './object-client.js';
import { createS3Client, probePatience } from './s3-client.js';
import { collect } from './transfer.js';
import type { WriteCondition } from './upload-request.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function mustHold(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

export class ServiceProbe implements Disposable {
  readonly #objects: ObjectClient;

  constructor(settings: S3Settings) {
    this.#objects = new ObjectClient(createS3Client(settings, probePatience), settings, settings.bucket);
  }

  /** @throws EspalierError `store.not-found` where the service answers and the bucket is not there; `store.*` */
  requireBucket(): Promise<void> {
    return this.#objects.requireBucket();
  }

  /** Makes the bucket where the service answers and it is not there. @throws EspalierError `store.*` */
  ensureBucket(): Promise<void> {
    return this.#objects.ensureBucket();
  }

  /** The writes by which older attempts are fenced off. @throws Error that says what is not as it must be */
  async tryConditionalWrites(): Promise<void> {
    await this.#withKey(async (key) => {
      const put = (text: string, condition: WriteCondition) => this.#put(key, text, condition);
      const etag = await put('first', { absent: true });
      mustHold(etag !== null, 'A first write with If-None-Match: * was refused.');
      mustHold(etag !== '', 'Writes return no ETag.');
      const second = await put('second', { absent: true });
      mustHold(second === null, 'A second write with If-None-Match: * was accepted; it must be refused.');
      const third = await put('third', { etag: etag ?? '' });
      mustHold(third !== null, 'A write with the right If-Match was refused.');
      const fourth = await put('fourth', { etag: etag ?? '' });
      mustHold(fourth === null, 'A write with an outdated If-Match was accepted; it must be refused.');
    });
  }

  /** Reading, by range too, listing, copying, and uploads in pieces. @throws Error that says what is not as it must be */
  async tryTransfers(): Promise<void> {
    const read = async (key: string, range?: { start: number; end: number }) =>
      new TextDecoder().decode(await collect((await this.#objects.open(key, range)).stream));
    await this.#withKey(async (key) => {
      await this.#put(key, 'whole', undefined);
      mustHold((await read(key)) === 'whole', 'What was written is not what is read.');
      mustHold(
        (await read(key, { start: 1, end: 3 })) === 'ho',
        'A range of an object is not what was asked for.',
      );
      const listed = await this.#objects.list(key);
      mustHold(
        listed.length === 1 && listed[0]?.sizeBytes === 5,
        'An object that was written is not listed.',
      );
      await this.#withKey(async (copy) => {
        await this.#objects.copy(key, copy);
        mustHold((await read(copy)) === 'whole', 'A copy is not what was copied.');
      });
      await this.#objects.putPieces(
        key,
        (async function* () {
          yield bytesOf('in pieces');
        })(),
      );
      mustHold((await read(key)) === 'in pieces', 'What was uploaded in pieces is not what is read.');
    });
  }

  [Symbol.dispose](): void {
    this.#objects.close();
  }

  #put(key: string, text: string, condition: WriteCondition | undefined): Promise<string | null> {
    const bytes = bytesOf(text);
    return this.#objects.put(key, bytes, digestHex(digestOf(bytes)), condition);
  }

  async #withKey(use: (key: string) => Promise<void>): Promise<void> {
    const key = `doctor/${randomUUID()}`;
    try {
      await use(key);
    } finally {
      // What was tried is the answer, whether or not this small object can be removed.
      await this.#objects.delete(key).catch(() => undefined);
    }
  }
}
