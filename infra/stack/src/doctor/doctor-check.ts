/** One thing that `espalier doctor` looks at. */
export interface DoctorCheck {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, in one sentence. */
  readonly message: string;
  /** What to do about it; null when all is well. */
  readonly fix: string | null;
}

/** Runs one check; what it returns is the good news, what it throws the bad. */
export async function check(
  name: string,
  fix: string,
  look: () => Promise<string> | string,
): Promise<DoctorCheck> {
  try {
    return { name, ok: true, message: await look(), fix: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { name, ok: false, message: reason || 'It does not answer.', fix };
  }
}
