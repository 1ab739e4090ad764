/** One thing that `espalier doctor` looks at. */
export interface DoctorCheck {
  readonly name: string;
  /** False where something has to be mended. */
  readonly ok: boolean;
  /** False where the service does not let us look, so that nothing is known; `ok` is true then. */
  readonly known: boolean;
  /** What was found, in one sentence. */
  readonly message: string;
  /** What to do about it; null when all is well. */
  readonly fix: string | null;
}

/** Thrown by a look that the service does not allow: no verdict rather than a bad one. */
export class CannotLook extends Error {}

/**
 * Runs one check; what it returns is the good news, what it throws the bad.
 * @param fix what to do about bad news; where it depends on the error, a function of it
 */
export async function check(
  name: string,
  fix: string | ((error: unknown) => string),
  look: () => Promise<string> | string,
): Promise<DoctorCheck> {
  try {
    return { name, ok: true, known: true, message: await look(), fix: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    if (error instanceof CannotLook) {
      return { name, ok: true, known: false, message: `could not be looked at: ${reason}`, fix: null };
    }
    return {
      name,
      ok: false,
      known: true,
      message: reason || 'It does not answer.',
      fix: typeof fix === 'string' ? fix : fix(error),
    };
  }
}
