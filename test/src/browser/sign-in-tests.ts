/** The page as it takes a sign-in link, and where its code stands afterwards: nowhere. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { OwnStack } from '../e2e/own-stack.js';
import { ServerCaller } from '../e2e/server-caller.js';
import { sharedStack } from '../e2e/shared-stack.js';
import { Visitor } from './browser.js';

let stack: OwnStack;
beforeAll(async () => {
  stack = await sharedStack();
});

/** Pages first ask who they are. */
const signInOf = (page: Page) =>
  page.waitForResponse(
    (answer) => answer.url().endsWith('/v1/session') && answer.request().method() === 'POST',
  );

const newLink = async () => (await stack.json<{ url: string }>('open')).url;

test('a link signs in, once; its code is in no address, no history and no request but one', async () => {
  const url = await newLink();
  const { origin, hash } = new URL(url);
  const code = hash.slice(1);
  await using visitor = await Visitor.arrive();
  const { page, context } = visitor;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.url()} ${JSON.stringify(request.headers())}`));
  const entered = signInOf(page);
  await page.goto(url);
  expect((await entered).status()).toBe(200);
  await page.waitForURL((at) => at.pathname === '/' && at.hash === '');
  expect((await visitor.ask('GET', '/v1/runs')).status).toBe(200);
  expect(await context.cookies(origin)).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
  const kept = 'document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage, ...history.state })';
  expect(await page.evaluate(kept)).not.toMatch(/code_|ses_|esp_/);
  await page.goBack().catch(() => undefined);
  expect(page.url()).not.toContain(code);
  await page.goto(`${origin}/runs`);
  expect((await visitor.ask('GET', '/v1/session')).status).toBe(200);
  expect(asked.filter((told) => told.includes(code))).toEqual([]);
  expect(visitor.mistakes).toEqual([]);
  await using second = await Visitor.arrive();
  const refused = signInOf(second.page);
  await second.page.goto(url);
  expect((await refused).status()).toBe(401);
  await second.page.getByText(/link/i).first().waitFor();
  await second.page.waitForURL((at) => at.hash === '');
  expect(await second.context.cookies(origin)).toEqual([]);
});

test('a token that is pasted becomes a session, and is kept nowhere', async () => {
  await using visitor = await Visitor.arrive();
  const { page } = visitor;
  const { origin } = new URL(await newLink());
  await page.goto(origin);
  const { token } = await ServerCaller.of(stack.homeDir);
  await page.locator('input[type=password]').fill(token);
  await page.keyboard.press('Enter');
  await page.locator('input[type=password]').waitFor({ state: 'detached' });
  expect((await visitor.ask('GET', '/v1/session')).status).toBe(200);
  const kept = 'document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage })';
  expect(await page.evaluate(kept)).not.toContain(token);
  expect(visitor.mistakes).toEqual([]);
});
