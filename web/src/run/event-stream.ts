/** Responsible for reading server-sent events as they come, piece by piece. Pure. Leaves to others: the connection (follow-run.ts). */

export interface ServerEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Takes text as it arrives, cut anywhere, and gives the events that are whole by then. */
export class EventStreamReader {
  #left = '';

  read(text: string): ServerEvent[] {
    const blocks = (this.#left + text).replaceAll('\r\n', '\n').split('\n\n');
    this.#left = blocks.pop() ?? '';
    return blocks.flatMap((block) => eventOf(block) ?? []);
  }
}

/** Null for what is no event, such as the comment that keeps a silent connection. */
function eventOf(block: string): ServerEvent | null {
  let id: string | null = null;
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') id = value;
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return data.length === 0 ? null : { id, event, data: data.join('\n') };
}
