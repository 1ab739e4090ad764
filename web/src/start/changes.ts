/** Responsible for changes of a pipeline's settings as the API takes them, and for tags as they are typed. Pure. */

export interface SettingChange {
  /** `training.learningRate`. */
  readonly path: string;
  /** As YAML. */
  readonly value: string;
}

/** `training.epochs=1`, one for each that has a path; what is half typed is told by the API. */
export function setsOf(changes: readonly SettingChange[]): string[] {
  return changes.flatMap(({ path, value }) => (path.trim() === '' ? [] : [`${path.trim()}=${value.trim()}`]));
}

export interface TypedTags {
  readonly set: Readonly<Record<string, string>>;
  /** Parts that are none. */
  readonly mistakes: readonly string[];
}

/** @param text `key=value`, more than one after commas or on lines of their own; the last of a key counts */
export function tagsOf(text: string): TypedTags {
  const parts = text.split(/[,\n]/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const set: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const part of parts) {
    const [, key, value] = /^([a-z0-9._-]{1,40})=(.{1,100})$/.exec(part) ?? [];
    if (key === undefined || value === undefined) mistakes.push(part);
    else set[key] = value;
  }
  return { set, mistakes };
}

/** Whether a pipeline's file is cut by time, so that a run is for a partition. */
export function isCutByTime(text: string): boolean {
  return /^["']?partitions["']?\s*:/m.test(text);
}
