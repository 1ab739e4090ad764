/**
 * Checks the tools that set-up itself needs, all at once: Node, and what fetches and builds the native parts.
 * The installer of the native parts checks again, by itself, for those who call it directly.
 */
import { readFileSync } from 'node:fs';
import { succeeds } from './run-command.mjs';
import { SetUpError } from './say.mjs';

/** @param {URL} root */
export function requireNode(root) {
  const { engines } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const wanted = engines.node.replace(/^>=/, '').split('.').map(Number);
  const present = process.versions.node.split('.').map(Number);
  const differing = wanted.findIndex((part, index) => part !== present[index]);
  if (differing === -1 || present[differing] > wanted[differing]) return;
  throw new SetUpError(
    `Node ${process.versions.node} is too old: Espalier needs ${wanted.join('.')} or newer (for example through nvm or your package manager).`,
  );
}

export function requireNativeTools() {
  const missing = [];
  if (!succeeds('python3', ['-m', 'pip', '--version'])) {
    missing.push(
      'python3 with pip, which fetches the native parts (for example `apt-get install python3 python3-pip`)',
    );
  }
  if (!succeeds('g++', ['--version'])) {
    missing.push('g++, which builds the TensorFlow addon (for example `apt-get install g++`)');
  }
  if (missing.length > 0) throw new SetUpError(`Missing on this machine: ${missing.join('; ')}.`);
}
