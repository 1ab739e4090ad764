// Ranks of a gang in one process: they find each other and share memory as separate processes do (packages/tensorflow has a test of these).
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { SharedMemorySums } from './shared-memory-sums.js';

const joined: SharedMemorySums[] = [];

afterEach(() => {
  for (const rank of joined.splice(0)) rank.close();
});

async function join(worldSize: number, timeoutSeconds = 30): Promise<SharedMemorySums[]> {
  const secret = randomUUID();
  const ranks = await Promise.all(
    Array.from({ length: worldSize }, (_, rank) =>
      SharedMemorySums.join({ secret, rank, worldSize, timeoutSeconds }),
    ),
  );
  joined.push(...ranks);
  return ranks;
}

/** Names of the Unix sockets on which this process listens for a gang. */
function listening(): string[] {
  const inodes = new Set(
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? [];
      } catch {
        return []; // The descriptor of the listing itself.
      }
    }),
  );
  const acceptsConnections = '00010000';
  return readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , flags, , , inode = '']) => flags === acceptsConnections && inodes.has(inode))
    .flatMap(([, , , , , , , name = '']) => (name.startsWith('@shared-sums-') ? [name] : []));
}

it.each([2, 3, 5])('%i ranks add up in rank order, whatever the lengths', async (worldSize) => {
  const ranks = await join(worldSize);
  // In another order, or rounded in between, these sums are others: 1e8 + 1 - 1e8.
  const scales = [1e8, 1, -1e8, 0.5, 3];
  for (const length of [0, 1, 15, 16, 33, 1000, 70_001, 7, 70_001, 140_000]) {
    const part = (rank: number) =>
      Float32Array.from({ length }, (_, i) => ((i % 97) + 1) * (scales[rank] as number));
    const buffers = ranks.map(({ rank }) => part(rank));
    await Promise.all(ranks.map((rank, index) => rank.allReduceSum(buffers[index] as Float32Array)));
    const parts = ranks.map(({ rank }) => part(rank));
    const expected = Float32Array.from({ length }, (_, i) =>
      parts.reduce((total, values) => total + (values[i] as number), 0),
    );
    for (const buffer of buffers) expect(Buffer.compare(bytesOf(buffer), bytesOf(expected))).toBe(0);
  }
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

/** Element by element a matcher takes seconds for these. */
const sameBytes = (parts: readonly Float32Array[], others: readonly Float32Array[]) =>
  Buffer.concat(parts.map(bytesOf)).equals(Buffer.concat(others.map(bytesOf)));

it('one rank alone keeps its numbers', async () => {
  const [only] = await join(1);
  const values = Float32Array.of(1, 2);
  await only?.allReduceSum(values);
  expect([...values]).toEqual([1, 2]);
});

it('a rank that is ahead writes nothing that another still reads', async () => {
  const [first, second] = await join(2);
  const length = 50_000;
  const sums = async (rank: SharedMemorySums | undefined, pauseEvery: number) => {
    const seen: number[] = [];
    for (let sum = 0; sum < 300; sum += 1) {
      const values = new Float32Array(length).fill(sum);
      await rank?.allReduceSum(values);
      if (sum % pauseEvery === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(...new Set(values));
    }
    return seen;
  };
  const expected = Array.from({ length: 300 }, (_, sum) => 2 * sum);
  expect(await Promise.all([sums(first, 7), sums(second, 11)])).toEqual([expected, expected]);
});

it.each([2, 3])(
  "%i ranks see each other's parts until the next call, whatever the lengths",
  async (worldSize) => {
    const ranks = await join(worldSize);
    const part = (rank: number, round: number, length: number) =>
      Float32Array.from({ length }, (_, at) => 1000 * round + rank + (at % 7) / 8);
    // However each rank's own vector is cut.
    const inPieces = (whole: Float32Array, cuts: number) => {
      const edges = Array.from({ length: cuts + 2 }, (_, at) => Math.floor((whole.length * at) / (cuts + 1)));
      return edges.slice(1).map((edge, at) => whole.subarray(edges[at], edge));
    };
    // Longer ones need new memory, which the others may ask for late.
    for (const [round, length] of [3, 3, 0, 50_000, 50_000, 7, 200_000].entries()) {
      const exchanged = await Promise.all(
        ranks.map((sums, rank) => sums.exchange(inPieces(part(rank, round, length), rank))),
      );
      const expected = ranks.map((_, rank) => part(rank, round, length));
      for (const parts of exchanged) expect(sameBytes(parts, expected)).toBe(true);
      if (round % 2 === 0) {
        const buffers = ranks.map((_, rank) => part(rank, round, length));
        await Promise.all(ranks.map((sums, rank) => sums.allReduceSum(buffers[rank] as Float32Array)));
        expect(buffers[0]?.[0] ?? 0).toBe(
          length === 0 ? 0 : expected.reduce((sum, [value]) => sum + (value ?? 0), 0),
        );
      }
    }
  },
);

it('a rank that goes on at once changes no part that another still reads, though both messages come together', async () => {
  const [first, second] = (await join(2)) as [SharedMemorySums, SharedMemorySums];
  const lengthOf = (round: number) => (round < 150 ? 40_000 : 90_000) + round;
  const exchanges = async (sums: SharedMemorySums, rank: number, pauseEvery: number) => {
    for (let round = 0; round < 300; round += 1) {
      const parts = await sums.exchange([new Float32Array(lengthOf(round)).fill(2 * round + rank)]);
      if (round % pauseEvery === 0) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        // Holds its own event loop up, and the other's messages with it.
        if (rank === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      }
      for (const [of, values] of parts.entries()) expect([...new Set(values)]).toEqual([2 * round + of]);
    }
  };
  await Promise.all([exchanges(first, 0, 7), exchanges(second, 1, 11)]);
});

it('ranks that run different steps are told so', async () => {
  const [first, second] = await join(2);
  const attempts = await Promise.allSettled([
    first?.allReduceSum(new Float32Array(3)),
    second?.allReduceSum(new Float32Array(4)),
  ]);
  const message = expect.stringContaining('sums are of 3, 4 elements');
  for (const attempt of attempts) {
    expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'ranks-disagree', message } });
  }
  const [fifth, sixth] = await join(2);
  const exchanges = await Promise.allSettled([
    fifth?.exchange([new Float32Array(3)]),
    sixth?.exchange([new Float32Array(3), new Float32Array(1)]),
  ]);
  for (const attempt of exchanges) {
    expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'ranks-disagree', message } });
  }
  const [third, fourth] = await join(2);
  const different = await Promise.allSettled([
    third?.allReduceSum(new Float32Array(3)),
    fourth?.allGather(new Float32Array(3)),
  ]);
  for (const attempt of different) {
    expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'ranks-disagree' } });
  }
});

it('vectors of any length are gathered in rank order', async () => {
  const ranks = await join(3);
  for (const lengths of [
    [2, 0, 1],
    [0, 0, 0],
    [70_000, 3, 140_000],
    [1, 1, 1],
  ] as const) {
    const vectors = ranks.map(({ rank }) => new Float32Array(lengths[rank] as number).fill(rank + 1));
    const gathered = await Promise.all(
      ranks.map((rank, index) => rank.allGather(vectors[index] as Float32Array)),
    );
    expect(gathered.map((parts) => parts.map(({ length }) => length))).toEqual(gathered.map(() => lengths));
    for (const parts of gathered) expect(sameBytes(parts, vectors)).toBe(true);
  }
});

it('a rank that has left fails the others at once, and for good', async () => {
  const [first, second, third] = await join(3);
  second?.close();
  for (const rank of [first, third]) {
    const lost = { code: 'rank-lost', message: expect.stringContaining('Rank 1 is gone') };
    await expect(rank?.allReduceSum(new Float32Array(5))).rejects.toMatchObject(lost);
    await expect(rank?.allReduceSum(new Float32Array(5))).rejects.toMatchObject(lost);
  }
  await expect(second?.allReduceSum(new Float32Array(5))).rejects.toMatchObject({ code: 'closed' });
});

it('a rank that keeps the others waiting is named after the time given', async () => {
  const [first] = await join(3, 0.2);
  await expect(first?.allReduceSum(new Float32Array(5))).rejects.toMatchObject({
    code: 'rank-lost',
    message: expect.stringContaining('Ranks 1, 2 kept rank 0 waiting for 0.2 s'),
  });
});

it.each([-1, 2, 0.5])('rank %d is none of two', async (rank) => {
  const joining = SharedMemorySums.join({ secret: randomUUID(), rank, worldSize: 2, timeoutSeconds: 1 });
  await expect(joining).rejects.toThrow(`Rank ${rank} is none of the 2 ranks`);
});

it('one sum at a time', async () => {
  const [first, second] = await join(2);
  const under = first?.allReduceSum(new Float32Array(5));
  await expect(first?.allReduceSum(new Float32Array(5))).rejects.toMatchObject({ code: 'busy' });
  await second?.allReduceSum(new Float32Array(5));
  await under;
});

it('ranks that do not come are named, and nothing is left listening', async () => {
  const gang = { secret: randomUUID(), worldSize: 3, timeoutSeconds: 0.3 };
  const message = expect.stringContaining('Ranks 1 did not come within 0.3 s');
  const attempts = await Promise.allSettled([
    SharedMemorySums.join({ ...gang, rank: 0 }),
    SharedMemorySums.join({ ...gang, rank: 2 }),
  ]);
  for (const attempt of attempts) {
    expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'gang-not-formed', message } });
  }
  await expect.poll(listening).toEqual([]);
});

it('who does not know the secret is not let in', async () => {
  const gang = { secret: randomUUID(), worldSize: 2, timeoutSeconds: 5 };
  const first = SharedMemorySums.join({ ...gang, rank: 0 });
  await expect.poll(listening).toHaveLength(1);
  const intruder = connect(listening()[0]?.replaceAll('@', '\0') ?? '');
  intruder.write(Buffer.alloc(36, 1));
  await new Promise((resolve) => intruder.once('close', resolve));
  const ranks = await Promise.all([first, SharedMemorySums.join({ ...gang, rank: 1 })]);
  joined.push(...ranks);
  await expect(SharedMemorySums.join({ ...gang, rank: 0, timeoutSeconds: 0.1 })).rejects.toMatchObject({
    code: 'gang-not-formed',
  });
});
