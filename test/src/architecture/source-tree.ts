/** Reads the workspaces of this repository and what their sources import; it judges nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Module specifiers, as they are written. */
  readonly imports: readonly string[];
  readonly isTest: boolean;
}

export interface Workspace {
  /** Without the scope: `domain`. */
  readonly name: string;
  readonly dir: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Folders of the projects that its tsconfig references, from the root. */
  readonly references: readonly string[];
  readonly files: readonly SourceFile[];
}

export const scope = '@espalier/';
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));

const notSource = new Set(['node_modules', 'dist']);
/** Tests, and what only they use. */
const testCode = /\.test\.tsx?$|\/src\/testing\//;

/** By a parser: the text of a string or comment may look like an import. Forms: from, `import()`, `require()`, `resolve()`. */
export function importsOf(text: string, fileName = 'source.ts'): string[] {
  const { program } = parseSync(fileName, text);
  const specifiers: string[] = [];
  const add = (node: unknown): void => {
    const { type, value } = (node ?? {}) as { type?: string; value?: unknown };
    if (type === 'Literal' && typeof value === 'string') specifiers.push(value);
  };
  const loader = /(?:^|\.)(?:require|resolve)$/;
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
    CallExpression: ({ callee, arguments: [first] }) => {
      if (loader.test(text.slice(callee.start, callee.end))) add(first);
    },
  }).visit(program);
  return specifiers;
}

/** The package of a module specifier: `@aws-sdk/client-s3`, `zod`, `node:fs`; null for a relative path. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith('.') || specifier.startsWith('#')) return null;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null);
}

/** Every file under a folder, without what is built, installed or hidden. */
export function filesUnder(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || notSource.has(entry.name)) return [];
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

function readSource(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const relativePath = relative(repositoryRoot, path).replaceAll('\\', '/');
  return { path: relativePath, text, imports: importsOf(text, path), isTest: testCode.test(relativePath) };
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

const scoped = (dependencies: Readonly<Record<string, string>> = {}): string[] =>
  Object.keys(dependencies)
    .filter((name) => name.startsWith(scope))
    .map((name) => name.slice(scope.length));

/** Packages that the tests of any package may import: what those need themselves that would otherwise need each other. */
export function packagesForTests(): readonly string[] {
  const path = join(repositoryRoot, 'package.json');
  return scoped(readJson<{ devDependencies?: Record<string, string> }>(path).devDependencies);
}

function readWorkspace(dir: string): Workspace {
  const manifest = readJson<{
    name: string;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  }>(join(dir, 'package.json'));
  const { references = [] } = readJson<{ references?: { path: string }[] }>(join(dir, 'tsconfig.json'));
  return {
    name: manifest.name.slice(scope.length),
    dir: relative(repositoryRoot, dir),
    dependencies: scoped(manifest.dependencies),
    devDependencies: scoped(manifest.devDependencies),
    references: references.map(({ path }) => relative(repositoryRoot, join(dir, path))),
    files: filesUnder(join(dir, 'src'))
      .filter((path) => /\.tsx?$/.test(path))
      .map(readSource),
  };
}

/** Every workspace that the root's tsconfig builds. */
export function readWorkspaces(): Workspace[] {
  const { references } = readJson<{ references: { path: string }[] }>(join(repositoryRoot, 'tsconfig.json'));
  return references.map(({ path }) => readWorkspace(join(repositoryRoot, path)));
}

/** Where a relative import leads, from the root. */
export function targetOf(file: SourceFile, specifier: string): string {
  return join(dirname(file.path), specifier);
}
