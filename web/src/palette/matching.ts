/** Responsible for which commands are meant by what somebody types, the likeliest first. Pure. */

export interface Command {
  readonly key: string;
  readonly group: 'Go to' | 'Do' | 'Runs' | 'Pipelines' | 'Models';
  readonly title: string;
  /** Other words for it. */
  readonly also?: string;
  readonly act: () => void;
  /** It asks something before it does anything. */
  readonly asks?: boolean;
}

const notAtAll = 0;

/** How well a word fits: its beginning of the title, then of a word in it, then within, then another word for it. */
function fit(word: string, { title, also = '' }: Command): number {
  const text = title.toLowerCase();
  if (text.startsWith(word)) return 4;
  const at = text.search(new RegExp(`(^|[^a-z0-9])${word.replace(/[^a-z0-9]/g, '\\$&')}`));
  if (at >= 0) return 3;
  if (text.includes(word)) return 2;
  return also.toLowerCase().includes(word) ? 1 : notAtAll;
}

/**
 * Those that all words of the text fit, as they were among each other where these fit alike.
 * @param text as typed; of an empty one all fit
 */
export function matching(commands: readonly Command[], text: string, most: number): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = commands.flatMap((command, place) => {
    const fits = words.map((word) => fit(word, command));
    if (fits.includes(notAtAll)) return [];
    return [{ command, place, score: fits.reduce((sum, each) => sum + each, 0) }];
  });
  scored.sort((a, b) => b.score - a.score || a.place - b.place);
  return scored.slice(0, most).map(({ command }) => command);
}

/** Commands in groups, each group where its first one stood. */
export function grouped(commands: readonly Command[]): { group: Command['group']; commands: Command[] }[] {
  const groups = new Map<Command['group'], Command[]>();
  for (const command of commands) {
    const known = groups.get(command.group);
    if (known === undefined) groups.set(command.group, [command]);
    else known.push(command);
  }
  return [...groups].map(([group, members]) => ({ group, commands: members }));
}

/** Whether the text may be a run's ID, or its beginning. */
export function looksLikeRun(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{2,255}$/.test(text);
}
