/** Items of a listing in groups of so many, the last one smaller. */
export async function* grouped<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < count) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
