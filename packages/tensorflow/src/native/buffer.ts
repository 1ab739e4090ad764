// Responsible for bytes that TensorFlow hands out in a TF_Buffer.

import { cApi, type Pointer } from './c-api.js';

/** A copy of what a buffer holds. The caller deletes the buffer. */
export function readBuffer(buffer: Pointer): Uint8Array {
  const api = cApi();
  // TF_Buffer is { data, length, deallocator }.
  const fields = new BigUint64Array(2);
  api.copyMemory(fields, buffer, fields.byteLength);
  const bytes = new Uint8Array(Number(fields[1]));
  if (bytes.length > 0) api.copyMemory(bytes, fields[0] as bigint, bytes.length);
  return bytes;
}
