/** Builds the server's page when its sources say something else than what was built, where there is a page. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';

const notSource = new Set(['node_modules', 'dist']);

/**
 * @param {URL} dir ends in `/`
 * @returns {URL[]} all files under it, in the order of their names
 */
function filesUnder(dir) {
  return readdirSync(dir, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (notSource.has(entry.name)) return [];
      const name = encodeURIComponent(entry.name);
      return entry.isDirectory() ? filesUnder(new URL(`${name}/`, dir)) : [new URL(name, dir)];
    });
}

/**
 * By content, as dependencies are: a checkout of another commit is younger or older as it happens. What the page is built with counts, too.
 * @param {URL} root the repository
 */
function digestOfSources(root) {
  const hash = createHash('sha256');
  for (const file of [...filesUnder(new URL('web/', root)), new URL('package-lock.json', root)]) {
    const content = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    hash.update(`${file.pathname.slice(root.pathname.length)}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Written when the build has ended well, so that one that was cut off is made again. No path of the server leads to it. */
const builtFrom = (root) => new URL('web/dist/.sources', root);

/**
 * @param {URL} root the repository
 * @returns {boolean} whether there is nothing to build
 */
export function pageIsCurrent(root) {
  if (!existsSync(new URL('web/package.json', root))) return true;
  const mark = builtFrom(root);
  return existsSync(mark) && readFileSync(mark, 'utf8') === digestOfSources(root);
}

/**
 * In the working folder, the repository, once the code is compiled.
 * @param {URL} root the repository
 */
export async function buildPage(root) {
  if (pageIsCurrent(root)) return;
  say('setup: building the page of the server');
  const code = await runCommand('npm', ['run', '--silent', 'build', '--workspace', '@espalier/web']);
  if (code !== 0) throw new SetUpError('The page could not be built; the messages above say why.');
  // Sources that the build itself writes count as they are now: it would write the same again.
  writeFileSync(builtFrom(root), digestOfSources(root));
}
