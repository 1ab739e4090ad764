import { defaultFeed } from '@espalier/feed';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from './program.js';

/** The grammar with actions that do nothing. */
function grammar(): Command {
  return createProgram('1.2.3', () => async () => undefined);
}

/** Visible commands that do something, by their full names. */
function commandsOf(parent: Command, before = ''): [name: string, command: Command][] {
  return parent
    .createHelp()
    .visibleCommands(parent)
    .filter((command) => command.name() !== 'help')
    .flatMap((command): [string, Command][] => {
      const name = `${before}${command.name()}`;
      return command.commands.length > 0 ? commandsOf(command, `${name} `) : [[name, command]];
    });
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return text;
}

/** As a shell takes a line apart. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

describe.each(commandsOf(grammar()))('espalier %s', (name) => {
  const command = () => {
    const found = commandsOf(grammar()).find(([each]) => each === name);
    if (found === undefined) throw new Error(`no command ${name}`);
    return found[1];
  };

  it('has examples in its help', () => {
    expect(helpOf(command())).toMatch(/\nExamples:\n( {2}# .*\n)+ {2}espalier /);
    for (const line of helpOf(command()).split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('has examples that its grammar takes', async () => {
    const lines = helpOf(command())
      .replaceAll(/ \\\n +/g, ' ')
      .matchAll(/^ {2}espalier (.*?)(?: > .*)?$/gm);
    for (const [, line = ''] of lines) {
      await expect(grammar().parseAsync(wordsOf(line), { from: 'user' }), line).resolves.toBeDefined();
    }
  });
});

it('generate feed has the defaults that docs/feed.md and the package go by', () => {
  const [, feed] = commandsOf(grammar()).find(([name]) => name === 'generate feed') ?? [];
  const { members, posts, days, seed, firstDay, lateShare } = defaultFeed;
  expect(feed?.opts()).toEqual({
    ...{ members: `${members}`, posts: `${posts}`, days: `${days}`, seed: `${seed}` },
    ...{ firstDay, late: `${100 * lateShare}%`, corrupt: [] },
  });
});
