/**
 * Responsible for what a path in a setting means: the same for the command line and for every process that it starts, whatever
 * folder that one works in.
 * Leaves to others: whether anything is there.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { ownHome } from './account-home.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Files and folders: absolute, from the working directory, or from `~`. */
export const pathVariables = [
  'ESPALIER_HOME',
  'ESPALIER_CACHE_DIR',
  'ESPALIER_NOTIFY_FILE',
  'ESPALIER_LIBXGBOOST',
  'ESPALIER_TENSORFLOW_DIR',
] as const;

/** Lists of folders, as PATH is one. */
const folderListVariables = ['ESPALIER_SERVER_FOLDERS'] as const;

/** Programs: as files, or by a bare name that is looked up on PATH. */
export const programVariables = [
  'ESPALIER_TEMPORAL_BIN',
  'ESPALIER_VALKEY_BIN',
  'ESPALIER_WEED_BIN',
] as const;

/** Files that the AWS SDK and Node read by themselves, from the working directory of whichever process that is. */
const othersPathVariables = [
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'NODE_EXTRA_CA_CERTS',
] as const;

/** @throws Error with what is wrong, as a part of a sentence. */
function requireOwnHome(): string {
  const home = ownHome();
  if (home !== null) return home;
  throw new Error('this account has no home folder that ~ could mean; write the path in full');
}

/** @throws Error with what is wrong, as a part of a sentence. */
function pathOf(value: string, cwd: string): string {
  if (value === '~') return requireOwnHome();
  if (value.startsWith('~/')) return join(requireOwnHome(), value.slice(2));
  if (value.startsWith('~'))
    throw new Error("only ~ and ~/… are read as a home folder; write another user's in full");
  return resolve(cwd, value);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @throws Error with what is wrong, as a part of a sentence. */
function programOf(value: string, cwd: string, searchPath: string): string {
  if (value.includes('/') || value.startsWith('~')) return pathOf(value, cwd);
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const found = folders.map((folder) => resolve(cwd, folder, value)).find(isProgram);
  if (found === undefined) throw new Error(`no folder of PATH has a program ${value}; write its path`);
  return found;
}

export interface PathSettings {
  /** By variable, absolute; those that are not set are missing. */
  readonly paths: Readonly<Record<string, string>>;
  /** By variable, what is wrong. */
  readonly issues: Readonly<Record<string, string>>;
}

/** Reads every variable that holds a path. */
export function readPathSettings(env: Environment, cwd: string): PathSettings {
  const paths: Record<string, string> = {};
  const issues: Record<string, string> = {};
  const read = (variable: string, meaning: (value: string) => string) => {
    const value = env[variable];
    if (value === undefined || value === '') return;
    try {
      paths[variable] = meaning(value);
    } catch (error) {
      issues[variable] = (error as Error).message;
    }
  };
  for (const variable of pathVariables) read(variable, (value) => pathOf(value, cwd));
  for (const variable of folderListVariables) {
    read(variable, (value) =>
      value
        .split(delimiter)
        .filter((folder) => folder !== '')
        .map((folder) => pathOf(folder, cwd))
        .join(delimiter),
    );
  }
  for (const variable of programVariables) read(variable, (value) => programOf(value, cwd, env.PATH ?? ''));
  for (const variable of othersPathVariables) read(variable, (value) => resolve(cwd, value));
  return { paths, issues };
}
