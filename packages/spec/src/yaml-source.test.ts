/** YAML as people write it: merge keys and UTF-16 are read, mistakes are told without the parser's words. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSpec } from './load-spec.js';
import { renderSpecIssues } from './render-issues.js';
import type { SpecIssue } from './spec-issue.js';

const valid = `
name: feed
source:
  train: { uri: data/events.parquet }
  split: { by: member_id, eval: 10% }
tasks:
  - { name: click, group: passive, label: clicked }
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-yaml-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(text: string): Promise<string> {
  const path = join(folder, 'pipeline.yaml');
  await writeFile(path, text);
  return path;
}

async function linesOf(text: string): Promise<string[]> {
  const error = await loadSpec(await write(text)).catch((reason: unknown) => reason);
  if (!(error instanceof EspalierError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return renderSpecIssues(error.details.issues as SpecIssue[]).split('\n');
}

describe('a pipeline in YAML', () => {
  it('may take keys in by `<<`, as YAML 1.1 has it', async () => {
    const tasks =
      '  - &shared { name: a, group: active, label: a, lossWeight: 2 }\n  - { <<: *shared, name: b }\n  - { <<: [{ label: c }, *shared], name: c }\n';
    const { spec } = await loadSpec(await write(`${valid}${tasks}`));
    expect(spec.tasks.slice(2)).toEqual([
      { name: 'b', group: 'active', label: 'a', lossWeight: 2 },
      { name: 'c', group: 'active', label: 'c', lossWeight: 2 },
    ]);
  });

  it.each(['utf16le', 'utf-16be', 'utf8 with a mark'])('may be %s', async (encoding) => {
    const path = join(folder, 'encoded.yaml');
    const marked = Buffer.from(`\ufeff${valid}`, encoding === 'utf8 with a mark' ? 'utf8' : 'utf16le');
    await writeFile(path, encoding === 'utf-16be' ? marked.swap16() : marked);
    expect((await loadSpec(path)).spec.name).toBe('feed');
  });
});

describe('mistakes', () => {
  it.each([
    [
      'name: feed\n---\nname: other\n',
      'line 2:1  not YAML: a second document begins here (`---`); a file holds one pipeline, so put the other into a file of its own',
    ],
    [
      'name: *feed\n',
      'line 1:7  nothing before has the anchor &feed; put a text that begins with * in quotes',
    ],
    ['tasks: &t [*t]\n', 'line 1:12  *t stands within what it names'],
    ['name: { <<: 3 }\n', 'line 1:9  `<<` takes a mapping, such as *defaults, or a list of them'],
    ['? [a]\n: b\n', 'line 1:3  a key must be a text, not a list or a mapping'],
    [
      'name: !feed x\n',
      'line 1:7  not YAML: a tag (!) is not known; put a text that begins with ! in quotes',
    ],
    ['tasks: [1\n', 'line 2:1  not YAML: a closing ] is missing'],
    ["name: 'feed\n", 'line 2:1  not YAML: a closing quote is missing'],
    ['tasks:\n\t- 1\n', 'line 2:1  not YAML: a tab indents the line; use spaces'],
    ['name: a: b\n', 'line 1:7  not YAML: two colons stand in one line; put a text with `: ` in quotes'],
    ['name: @feed\n', 'line 1:7  not YAML: a text can not begin with this character; put it in quotes'],
  ])("of syntax are told without the parser's words: %j", async (text, line) => {
    expect(await linesOf(text)).toEqual([line]);
  });

  it('in values that a merge key takes in have their own place', async () => {
    const text = `${valid}  - &b { name: b, group: passive, label: b, lossWeight: -1 }\n  - { <<: *b, name: c }\n`;
    expect(await linesOf(text)).toEqual([
      'line 8:45  tasks[1].lossWeight: must be above 0',
      'line 8:45  tasks[2].lossWeight: must be above 0',
    ]);
  });
});
