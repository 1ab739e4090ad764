/**
 * Responsible for the one browser of a test file, and for visitors of it: each with cookies of their own, and what went wrong on their pages.
 * Leaves to others: where Chromium is (set-up), what its pages show (the tests).
 */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the program. */
    chromium: string;
  }
}

/** It looks for nothing of its maker's, which tests could not reach. */
const quiet = ['--disable-quic', '--disable-sync', '--no-first-run', '--disable-gpu'];
/** Its sandbox refuses to start as root, as which machines that test run. */
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

let launched: Promise<Browser> | undefined;

function launch(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: inject('chromium'), args: [...quiet, ...asRoot] });
  return launched;
}

/** Where it could not be launched its users have said so. */
export async function closeBrowser(): Promise<void> {
  const browser = await launched?.catch(() => undefined);
  await browser?.close();
}

export class Visitor implements AsyncDisposable {
  /** What pages threw, and what their policy kept them from. */
  readonly mistakes: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async arrive(options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await (await launch()).newContext(options);
    const visitor = new Visitor(context, await context.newPage());
    visitor.page.on('pageerror', ({ message }) => visitor.mistakes.push(message));
    visitor.page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
        visitor.mistakes.push(message.text());
    });
    return visitor;
  }

  /** Answers of pages themselves, as `send`. */
  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; code: string | null }> {
    const { status, json } = await this.send(method, path, body);
    return { status, code: json?.code ?? null };
  }

  /** What the page itself asks of its server, with its session. @returns status and JSON, null without any */
  async send(
    method: string,
    path: string,
    body?: unknown,
    // biome-ignore lint/suspicious/noExplicitAny: tests look at what is in it
  ): Promise<{ status: number; json: any }> {
    return await this.page.evaluate(
      async ([asked, at, sent]) => {
        const answer = await fetch(at as string, {
          method: asked as string,
          ...(sent === null ? {} : { headers: { 'content-type': 'application/json' }, body: sent as string }),
        });
        return { status: answer.status, json: answer.status === 204 ? null : await answer.json() };
      },
      [method, path, body === undefined ? null : JSON.stringify(body)],
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.context.close();
  }
}
