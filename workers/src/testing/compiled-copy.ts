/** The compiled packages of this workspace in a folder of their own, which a test may change. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of each package; its requirements besides. */
const parts = ['package.json', 'dist', 'vendor', 'kernels', 'loopback-bind', 'lua', 'node_modules'];

export const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** With the installed packages of others. @returns the folder; remove it afterwards */
export function copyCompiled(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-closure-')));
  const installed = join(workspace, 'node_modules');
  mkdirSync(join(dir, 'node_modules/@espalier'), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== '@espalier') symlinkSync(join(installed, name), join(dir, 'node_modules', name));
  }
  const { workspaces } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as {
    workspaces: string[];
  };
  const folders = workspaces.flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(join(workspace, dirname(pattern))).map((name) => join(dirname(pattern), name))
      : [pattern],
  );
  for (const folder of folders) {
    const from = join(workspace, folder);
    if (!existsSync(join(from, 'dist'))) continue;
    const isRead = (name: string) => parts.includes(name) || name.startsWith('requirements');
    for (const part of readdirSync(from).filter(isRead)) {
      cpSync(join(from, part), join(dir, folder, part), { recursive: true });
    }
    const { name } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as { name: string };
    symlinkSync(join(dir, folder), join(dir, 'node_modules', name));
  }
  return dir;
}
