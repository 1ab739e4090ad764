/** What a long test consists of: commands with draws of their own, all from one seed. Leaves running them to `long-main`. */

export interface LongPart {
  /** As one would type it. */
  readonly command: string;
  /** Compiled, from this folder. */
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * @param request `times` as many draws as once: 5 rounds of 3 stops of every kind of training, 20 kills, 250 sources, 500 runs that wait, one source
 *   of 12,000 files
 */
export function longParts({ seed, times }: { readonly seed: number; readonly times: number }): LongPart[] {
  const part = (script: string, program: string, draws: readonly (string | number)[]): LongPart => {
    const args = [...draws, '--seed', seed].map(String);
    return { command: `npm run ${script} -- ${args.join(' ')}`, program, args };
  };
  return [
    part('verify-resume', '../resume/resume-main.js', ['--rounds', 5 * times, '--stops', 3]),
    part('verify-resume', '../resume/resume-main.js', ['--kills', 20 * times]),
    part('fuzz', '../fuzz/fuzz-main.js', ['--cases', 250 * times]),
    part('test:waiting', '../waiting/waiting-main.js', ['--runs', 500 * times]),
    part('test:many-files', './many-files-main.js', ['--files', 12_000 * times]),
  ];
}
