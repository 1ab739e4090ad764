/**
 * Pictures of each main view for docs/dashboard, light and dark, of a desktop and a phone, with a feed's and a census' real runs in them. Only when asked:
 * `npm run test:browser -- --screenshots`.
 */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspaceDir } from '../e2e/espalier-command.js';
import { OwnStack } from '../e2e/own-stack.js';
import { ServerCaller } from '../e2e/server-caller.js';
import { closeBrowser, Visitor } from './browser.js';
import { type Picture, picturesOf, stockForPictures } from './pictures.js';

const folder = join(workspaceDir, 'docs/dashboard');
const sizes = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 780 },
} as const;
const mostBytes = 2_000_000;

let stack: OwnStack;
let server: ServerCaller;
let pictures: readonly Picture[];

beforeAll(async () => {
  // Its folder stands in logs: one that says nothing of the machine.
  stack = await OwnStack.start();
  server = await ServerCaller.of(stack.homeDir);
  pictures = await picturesOf(await stockForPictures(stack, server));
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (name.endsWith('.webp')) await rm(join(folder, name));
});

afterAll(async () => {
  await closeBrowser();
  await stack?.[Symbol.asyncDispose]();
});

test.each(Object.keys(sizes) as (keyof typeof sizes)[])('%s', async (size) => {
  await using visitor = await Visitor.arrive({
    viewport: sizes[size],
    hasTouch: size === 'phone',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const { page, context } = visitor;
  const { json } = await server.ask('POST', '/v1/sign-in-codes', { role: 'operator' });
  await page.goto(`${server.url}/sign-in#${json.code}`);
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  const debug = await context.newCDPSession(page);
  for (const { name, path, shown } of pictures) {
    await page.goto(server.url + path);
    await shown(page).waitFor();
    await expect.poll(() => page.getByRole('status', { name: 'Loading' }).count()).toBe(0);
    const told = await page.locator('body').textContent();
    for (const own of [stack.dir, workspaceDir, process.env.HOME ?? stack.dir])
      expect(told).not.toContain(own);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-theme="${colorScheme}"]`).waitFor();
      // Two frames: what is drawn on canvases is drawn anew.
      await page.evaluate(
        'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))',
      );
      const { data } = await debug.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
      await writeFile(join(folder, `${name}-${size}-${colorScheme}.webp`), Buffer.from(data, 'base64'));
    }
    const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(over, `${name} is wider than a ${size}`).toBeLessThanOrEqual(0);
  }
  expect(visitor.mistakes).toEqual([]);
});

test('the folder stays small', async () => {
  const names = await readdir(folder);
  const bytes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostBytes);
});
