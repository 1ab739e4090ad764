/**
 * Checks the tools that set-up itself needs, all at once: what fetches and builds the native parts (Node is
 * `require-node.cjs`). The installer of the native parts checks again, by itself, for those who call it directly.
 */
import { succeeds } from './run-command.mjs';
import { SetUpError } from './say.mjs';

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
