// Describes a typed array to XGBoost as an array interface (NumPy's protocol, as JSON), so that it is read in place.
// It leaves keeping the array alive during the call to the caller.
import { addressOf } from './native-memory.js';

/** `shape` must multiply to the array's length. */
export function float32Interface(array: Float32Array, shape: readonly number[]): string {
  // The address is written as digits: a bigint has no JSON form.
  return `{"data":[${addressOf(array)},true],"shape":[${shape.join(',')}],"typestr":"<f4","version":3}`;
}

/** XGBoost's JSON has NaN as a bare word; JavaScript's would write null. */
export function jsonNumber(value: number): string {
  return Number.isNaN(value) ? 'NaN' : String(value);
}
