/**
 * Stateless 32-bit hashing: every random draw is a function of its keys alone, so that nothing depends on history.
 * Not for secrets.
 */

/** Finaliser of MurmurHash3 (Appleby): each input bit flips each output bit about half the time. */
function avalanche(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Hash of a sequence of unsigned 32-bit integers, as one. */
export function keyedHash(...keys: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const key of keys) state = avalanche(Math.imul(state ^ key, 0x9e3779b1) + key + 0x7f4a7c15);
  return state;
}

/** Hash of a name, by its UTF-16 code units. */
export function nameHash(name: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    state = Math.imul(state ^ name.charCodeAt(index), 0x01000193);
  }
  return avalanche(state);
}
