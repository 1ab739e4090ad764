/**
 * Responsible for running a bundled program with the code that V8 has compiled of it before: compiling is a quarter of a start otherwise.
 * A copy of it lies in each bundle. It is CommonJS, as bundles are: Node 20 takes no compiled code for ES modules.
 * Leaves to others: making that code (code-cache-main.cts), bundling (bundle-programs.ts).
 */
import buffer = require('node:buffer');
import fs = require('node:fs');
import nodeModule = require('node:module');
import path = require('node:path');
import v8 = require('node:v8');
import vm = require('node:vm');

type Body = (
  exports: unknown,
  require: (id: string) => unknown,
  module: { exports: unknown },
  fileName: string,
  dirName: string,
) => void;

const head = '(function (exports, require, module, __filename, __dirname) {';
const beside = './';

class BundledModules {
  readonly #dir: string;
  readonly #requireOther: NodeJS.Require;
  readonly #loaded = new Map<string, { exports: unknown }>();
  readonly #scripts = new Map<string, vm.Script>();

  constructor(dir: string) {
    this.#dir = dir;
    this.#requireOther = nodeModule.createRequire(path.join(dir, 'bundle.cjs'));
  }

  /** Those that were compiled, by file name. */
  get scripts(): ReadonlyMap<string, vm.Script> {
    return this.#scripts;
  }

  /** What a file of the bundle exports; it is run once. @throws what its code throws */
  load(fileName: string): unknown {
    const known = this.#loaded.get(fileName);
    if (known !== undefined) return known.exports;
    const module = { exports: {} as unknown };
    // Before it runs: modules may need each other.
    this.#loaded.set(fileName, module);
    const run = this.compile(fileName).runInThisContext() as Body;
    run(module.exports, this.#require, module, path.join(this.#dir, fileName), this.#dir);
    return module.exports;
  }

  /** Compiled code is taken where V8 takes it: of the same text, by the same V8 with the same options. */
  compile(fileName: string): vm.Script {
    const file = path.join(this.#dir, fileName);
    const script = new vm.Script(`${head}${textOf(file)}\n})`, {
      filename: file,
      columnOffset: -head.length,
      cachedData: readIfThere(BundledModules.codeOf(file)),
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    this.#scripts.set(fileName, script);
    return script;
  }

  readonly #require = (id: string): unknown =>
    id.startsWith(beside) ? this.load(id.slice(beside.length)) : this.#requireOther(id);

  /** Where the code of a file is kept that a V8 with the flags of this process takes. */
  static codeOf(file: string): string {
    return `${file}.${v8.cachedDataVersionTag()}.code`;
  }
}

/** ASCII, as bundles are written, is read four times as fast. */
function textOf(file: string): string {
  const bytes = fs.readFileSync(file);
  return bytes.toString(buffer.isAscii(bytes) ? 'latin1' : 'utf8');
}

function readIfThere(file: string): Buffer | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file) : undefined;
}

export = BundledModules;
