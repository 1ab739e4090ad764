/** Refused requests, read both ways: in words for a person, and as the document of `--json`. */
import { expect } from 'vitest';
import type { CommandResult } from './espalier-command.js';

export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly details: {
    readonly issues?: readonly {
      readonly path: string;
      readonly message: string;
      readonly suggestion?: string;
    }[];
  };
}

export const stackTrace = /^\s+at .*\(.*:\d+:\d+\)|node:internal/m;

/** What `--json` says of a refused request, once it is known to be told in plain words without it, too. */
export async function refusal(
  exitCode: number,
  run: (...args: string[]) => Promise<CommandResult>,
  args: readonly string[],
): Promise<ToldError> {
  const [plain, told] = await Promise.all([run(...args), run(...args, '--json')]);
  expect(
    [plain.exitCode, told.exitCode],
    `${plain.stdout}${plain.stderr}${told.stdout}${told.stderr}`,
  ).toEqual([exitCode, exitCode]);
  expect(`${plain.stdout}${plain.stderr}${told.stdout}${told.stderr}`).not.toMatch(stackTrace);
  const { error } = JSON.parse(told.stdout) as { error: ToldError };
  expect(plain.stderr).toContain(error.code);
  for (const { path, message } of error.code === 'spec.invalid' ? (error.details.issues ?? []) : []) {
    expect(plain.stderr).toContain(path);
    expect(plain.stderr).toContain(message);
  }
  return error;
}
