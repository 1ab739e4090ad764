/** `npm run pack`: archives of the packages that others install, as `npm publish` would send them, also from a fresh clone. */
import { dependenciesAreCurrent, installDependencies } from './dependencies.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';

const names = ['collectives', 'tensorflow', 'xgboost'];

try {
  if (!dependenciesAreCurrent(new URL('../../', import.meta.url))) await installDependencies();
  const packages = names.flatMap((name) => ['--workspace', `@espalier/${name}`]);
  // Scripts are off in .npmrc, since dependencies have some; those of these packages compile them.
  process.exitCode = await runCommand('npm', [
    'pack',
    '--ignore-scripts=false',
    ...packages,
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`pack: ${error.message}`);
  process.exitCode = 3;
}
