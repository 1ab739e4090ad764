/** Names that every object has something of, so that a record by names can't tell them from an entry. */
import { describe, expect, it } from 'vitest';
import { pipelineSchema } from './index.js';
import type { ColumnProfile } from './parquet-profile.js';
import { writeStarterSpec } from './starter-spec.js';

const inherited = Object.getOwnPropertyNames(Object.prototype);

const written = (task: string) => ({
  name: 'names',
  source: { train: { uri: 'log.parquet' } },
  tasks: [{ name: task, group: 'passive', label: 'clicked' }],
});

describe.each(inherited)('%s', (name) => {
  it('is refused as the name of a task', () => {
    const { error } = pipelineSchema.safeParse(written(name));
    expect(error?.issues).toMatchObject([{ path: ['tasks', 0, 'name'], message: /programs keep/ }]);
    expect(pipelineSchema.safeParse(written(`${name}_`)).success).toBe(true);
  });

  it('may be the name of a column and a value of one, also where `init` looks for tasks', () => {
    const rows = 1_000;
    const column = (values: Readonly<Record<string, number>>): ColumnProfile => ({
      ...{ name, duckdbType: 'VARCHAR', kind: 'categorical', distinct: 2, nulls: 0, rows },
      topValues: Object.entries(values).map(([value, count]) => ({ value, count })),
    });
    const texts = column(
      Object.fromEntries([
        [name, 900],
        ['other', 100],
      ]),
    );
    const flags: ColumnProfile = { ...column({ false: 800, true: 200 }), duckdbType: 'BOOLEAN' };
    for (const profile of [texts, flags]) {
      const starter = { uri: 'log.parquet', rows, rowGroups: 1, columns: [profile] };
      const { text } = writeStarterSpec(starter);
      expect(text).not.toMatch(new RegExp(`name: ["']?${name}["']?[,\\s]`));
    }
  });
});
