/** Responsible for what a command says to arguments that it does not understand. */

/**
 * Reads a command's arguments; what is wrong with them is told on standard error, with the usage.
 * @returns null where they are wrong: the command ends with 2
 */
export function requestOf<Request>(
  read: (args: readonly string[]) => Request,
  args: readonly string[],
  usage: string,
): Request | null {
  try {
    return read(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nusage: ${usage}\n`);
    return null;
  }
}
