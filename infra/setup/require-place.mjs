/** Checks where the checkout lies: what bundles its code gives some characters of a path another meaning. */
import { SetUpError } from './say.mjs';

/** webpack splits a path at `!` and `?`, and ends one with a line. Of a `\\` Node itself says that it runs no modules there. */
const unusable = /[!?\r\n]/g;

/** @param {string} root path of the checkout */
export function requireUsablePlace(root) {
  const found = [...new Set(root.match(unusable))].map((character) => JSON.stringify(character).slice(1, -1));
  if (found.length === 0) return;
  throw new SetUpError(
    `The checkout can't run in ${JSON.stringify(root)}: move it to a folder whose path has no ${found.join(' and no ')}.`,
  );
}
