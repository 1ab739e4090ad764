/**
 * Responsible for which code this process runs: digests as of its start, by stage, and whether the files that it may still load are the
 * same ever since.
 * Leaves to others: telling it (environment/read-environment.ts), and whose code does the work (stage-pool.ts).
 */
import { statSync } from 'node:fs';
import { type Digest, EspalierError, type StageName, stageNames } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { digestHex } from '@espalier/store';
import { type CodeDigests, readCodeDigests } from './code-digests.js';
import { digestOfProject, filesOfProject, type ProjectFiles } from './kept-by-code.js';

/** Digits that tell a build from others in a sentence. */
const digits = 12;

function buildText(code: Digest): string {
  return digestHex(code).slice(0, digits);
}

/** What the file system says of each file, as one text. */
function marksOf({ own, foreign }: ProjectFiles): string {
  const paths = [...own.values(), ...foreign.values()];
  return paths.map((path) => markOf(path)).join();
}

function markOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? 'gone' : `${found.ino}.${found.size}.${found.mtimeNs}.${found.ctimeNs}`;
}

/** A file that was written while this process began may have been loaded before it was. */
function refuseYounger({ own, foreign }: ProjectFiles): void {
  const nowMs = Date.now();
  const younger = [...own.values(), ...foreign.values()].find((path) => {
    const writtenMs = statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? nowMs;
    // What seems to come from the future comes from a file server whose clock is ahead.
    return writtenMs > performance.timeOrigin && writtenMs <= nowMs;
  });
  if (younger === undefined) return;
  throw new EspalierError(
    'workflow.code-replaced',
    `${younger} was written while this process was starting, so that it may have begun with a mixture of two builds.`,
    { details: { path: younger } },
  );
}

/** Files are away for a moment while a project is built. */
function unreadable(stage: StageName, worker: string, cause: unknown): EspalierError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new EspalierError(
    'workflow.code-replaced',
    `The code of stage ${stage} on ${worker}'s disk, which was written anew, can't be read: ${why}`,
    { details: { worker, stage }, cause },
  );
}

export class LoadedCode {
  /** Of stages whose code on disk is another one by now. */
  readonly #replaced = new Map<StageName, Digest>();
  #looking: Promise<void> = Promise.resolve();

  private constructor(
    private readonly settings: Settings,
    /** Of all that the process could load when it began. */
    readonly project: Digest,
    readonly stages: CodeDigests,
    private files: ProjectFiles,
    private marks: string,
  ) {}

  /**
   * Of this process; call it once, when all that it begins with is loaded.
   * @throws EspalierError `workflow.code-replaced` where the files were written meanwhile
   */
  static async read(settings: Settings): Promise<LoadedCode> {
    const files = await filesOfProject();
    const marks = marksOf(files);
    const project = await digestOfProject(files);
    const stages = await readCodeDigests(settings, project);
    refuseYounger(files);
    return new LoadedCode(settings, project, stages, files, marks);
  }

  /** What the file system said of the files at the last look: other text, other files since, be it that they say the same again. */
  get seen(): string {
    return this.marks;
  }

  /**
   * Costs a look at each file's times; reads them only where these changed.
   * @param worker its name, for people
   * @throws EspalierError `workflow.code-replaced` where what the process may still load of the stage is not what it began with
   */
  async check(stage: StageName, worker: string): Promise<void> {
    const looking = this.#looking.then(() => this.#look());
    this.#looking = looking.catch(() => undefined);
    await looking.catch((cause: unknown) => {
      throw unreadable(stage, worker, cause);
    });
    const now = this.#replaced.get(stage);
    if (now === undefined) return;
    throw new EspalierError(
      'workflow.code-replaced',
      `${worker} began with build ${buildText(this.stages[stage])} of the code of stage ${stage}, but on its disk there is ${buildText(now)} now: start it again.`,
      { details: { worker, stage, began: this.stages[stage], now } },
    );
  }

  /** For work that was going on while the files were replaced, though by now they are what the process began with. */
  replacedMeanwhile(stage: StageName, worker: string): EspalierError {
    return new EspalierError(
      'workflow.code-replaced',
      `The code of stage ${stage} was written anew on ${worker}'s disk while it was being loaded there: what it gave may be of a mixture of two builds.`,
      { details: { worker, stage } },
    );
  }

  async #look(): Promise<void> {
    if (marksOf(this.files) === this.marks) return;
    const files = await filesOfProject();
    const marks = marksOf(files);
    const project = await digestOfProject(files);
    const now = project === this.project ? this.stages : await readCodeDigests(this.settings, project);
    for (const stage of stageNames) {
      if (now[stage] === this.stages[stage]) this.#replaced.delete(stage);
      else this.#replaced.set(stage, now[stage]);
    }
    this.files = files;
    this.marks = marks;
  }
}
