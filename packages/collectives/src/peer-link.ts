// Responsible for a rank's connection to one other rank: short messages in order, and the news of its death.
// Leaves to others: how the connection was made, and what the messages bring about.

import type { Socket } from 'node:net';
import type { SharedMemoryAddress } from './shared-memory.js';

/** What a rank says in one sum: `ready` when its part lies in its memory, `done` when its share of the sum does. */
export interface PeerMessage {
  readonly kind: 'ready' | 'done';
  readonly operation: 'sum' | 'exchange' | 'gather';
  /** Number of the sum. */
  readonly sum: number;
  /** Elements of its part. */
  readonly length: number;
  /** Elements that its memory has, and where it lies. */
  readonly capacity: number;
  readonly memory: SharedMemoryAddress;
}

const kinds = ['ready', 'done'] as const;
const operations = ['sum', 'exchange', 'gather'] as const;
const bytesPerWord = 4;
const bytesPerMessage = 7 * bytesPerWord;

export function encodePeerMessage(message: PeerMessage): Uint8Array {
  const bytes = Buffer.alloc(bytesPerMessage);
  const { sum, length, capacity, memory } = message;
  const kind = kinds.indexOf(message.kind);
  const operation = operations.indexOf(message.operation);
  const words = [kind, operation, sum, length, capacity, memory.pid, memory.fd];
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, index * bytesPerWord);
  return bytes;
}

function decodePeerMessage(bytes: Buffer): PeerMessage {
  const word = (index: number) => bytes.readUInt32LE(index * bytesPerWord);
  return {
    kind: kinds[word(0)] ?? 'ready',
    operation: operations[word(1)] ?? 'sum',
    sum: word(2),
    length: word(3),
    capacity: word(4),
    memory: { pid: word(5), fd: word(6) },
  };
}

export class PeerLink {
  readonly rank: number;
  lost = false;
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  /** The last two messages of each kind: a rank is never more than one sum ahead. */
  readonly #last = { ready: [], done: [] } as Record<PeerMessage['kind'], PeerMessage[]>;

  /** `onNews` is called for each message, and once when the connection is gone. */
  constructor(rank: number, socket: Socket, onNews: () => void) {
    this.rank = rank;
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#take(bytes);
      onNews();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.lost = true;
      onNews();
    });
    // Waiting for a sum holds the process up, not the connection.
    socket.unref();
    socket.resume();
  }

  /** What the rank has said in this sum, if it has. */
  said(kind: PeerMessage['kind'], sum: number): PeerMessage | undefined {
    return this.#last[kind].find((message) => message.sum === sum);
  }

  send(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    let from = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (from.length >= bytesPerMessage) {
      const message = decodePeerMessage(from.subarray(0, bytesPerMessage));
      const last = this.#last[message.kind];
      last.push(message);
      if (last.length > 2) last.shift();
      from = from.subarray(bytesPerMessage);
    }
    this.#rest = from;
  }
}
