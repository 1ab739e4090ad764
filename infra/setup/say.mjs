/** How set-up speaks: lines on standard error, so that standard output stays free for results. */

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** A reason not to go on, for a person; ends the program with exit code 3. */
export class SetUpError extends Error {}
