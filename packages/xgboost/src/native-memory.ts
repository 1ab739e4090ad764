// Addresses of JavaScript memory and copies out of native memory.
// It leaves the lifetime of both to its callers: an address is good while the array is reachable and not detached.
import koffi from 'koffi';

export type NumericArray = Float32Array | Int32Array | BigUint64Array | Uint8Array | BigInt64Array;

export function addressOf(array: NumericArray): bigint {
  return koffi.address(array);
}

const copyMemory = koffi.load(null).func('void *memcpy(void *destination, void *source, size_t bytes)');

/** Fills `destination` from native memory at `source`, which holds at least as many bytes. */
export function copyInto<T extends NumericArray>(destination: T, source: bigint): T {
  if (destination.byteLength > 0) copyMemory(destination, source, destination.byteLength);
  return destination;
}

/** Copies a C string (UTF-8, zero-terminated). */
export function readText(source: bigint): string {
  return koffi.decode(source, 'char', -1) as string;
}
