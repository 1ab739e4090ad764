/**
 * `node FLAGS… code-cache-main.cjs DIR`: keeps what a V8 with these flags compiles of a bundle, with the functions that run while its files are loaded. A process of its own,
 * since loading leaves things behind. Programs are compiled and not run.
 */
import fs = require('node:fs');
import path = require('node:path');
import BundledModules = require('./bundled-modules.cjs');

const dir = process.argv[2] ?? '';
const modules = new BundledModules(dir);
const named = (end: string) => fs.readdirSync(dir).filter((name) => name.endsWith(end));
for (const name of named('.shared.cjs')) {
  try {
    modules.load(name);
  } catch {
    // What can not be loaded here, such as for a native part that is not there yet, is kept as far as it came.
  }
}
for (const name of named('.program.cjs')) modules.compile(name);
for (const [name, script] of modules.scripts) {
  fs.writeFileSync(BundledModules.codeOf(path.join(dir, name)), script.createCachedData());
}
// Whatever was loaded may wait for something.
process.exit(0);
