/**
 * Before npm packs a package that others install: compiles it from nothing, so that neither is `dist` missing, as in a fresh clone,
 * nor does it hold what was compiled of a file that is gone. In the package's folder.
 */
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.mjs';
import { say } from './say.mjs';

const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

// npm is at work and has read what is installed: this is no place to install anything.
if (!existsSync(compiler)) {
  say('pack: there is no compiler yet; `npm run setup` installs it.');
  process.exit(3);
}
rmSync('dist', { recursive: true, force: true });
const compiled = await runCommand(process.execPath, [compiler, '-b']);
if (compiled !== 0) {
  say('pack: The package does not compile; the messages above say where.');
  process.exit(1);
}
