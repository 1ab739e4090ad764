/**
 * Responsible for looking at the page in headless Chromium: how long a view takes until what it is for is painted, what it has asked of the
 * server by then, and the longest frame while it is looked at.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import { inheritedEnvironment } from '@espalier/settings';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const quiet = ['--disable-quic', '--disable-sync', '--no-first-run', '--disable-gpu'];
const viewport = { width: 1440, height: 900 };
const patienceMs = 30_000;

export interface View {
  readonly path: string;
  /** An expression that is true in the browser once what the view is for is drawn. */
  readonly isDrawn: string;
}

/** What a view has asked of the API, without the events that follow a run. */
export interface Requests {
  readonly count: number;
  /** Of bodies, as they went over the wire. */
  readonly bytes: number;
}

interface Finder {
  readonly findChromium: (env: Readonly<Record<string, string | undefined>>) => string | null;
  readonly missingChromium: string;
}

/** @throws EspalierError `native.missing` where there is no Chromium */
export async function launchBrowser(): Promise<Browser> {
  const path = new URL('../../../infra/setup/chromium.mjs', import.meta.url).href;
  const { findChromium, missingChromium } = (await import(path)) as Finder;
  const executablePath = findChromium(inheritedEnvironment({}));
  if (executablePath === null) throw new EspalierError('native.missing', `There is ${missingChromium}`);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...quiet, ...asRoot] });
}

/** A person who is signed in and whose browser has loaded nothing yet. */
export class Visitor implements AsyncDisposable {
  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
  ) {}

  /** @param address `host:port` of the server */
  static async arrive(browser: Browser, address: string, homeDir: string): Promise<Visitor> {
    const origin = `http://${address}`;
    const context = await browser.newContext({ viewport });
    const token = (await readFile(join(homeDir, 'admin-token'), 'utf8')).trim();
    const signedIn = await context.request.post(`${origin}/v1/session`, {
      data: { token },
      headers: { origin },
    });
    if (!signedIn.ok()) throw new Error(`signing in was answered with ${signedIn.status()}`);
    return new Visitor(context, await context.newPage(), origin);
  }

  /** Milliseconds from navigation until the frame after what the view is for was drawn. */
  async open({ path, isDrawn }: View): Promise<number> {
    await this.page.goto(this.origin + path, { waitUntil: 'commit' });
    const drawn = this.page.evaluate<number>(whenDrawn(isDrawn));
    const late = sleep(patienceMs).then(() => null);
    const ms = await Promise.race([drawn, late]);
    if (ms === null) throw new Error(`${path} was not drawn after ${patienceMs / 1000} s`);
    return ms;
  }

  /** What the view asks in so many milliseconds from navigation on. */
  async requestsOf(view: View, forMs: number): Promise<Requests> {
    let count = 0;
    const sizes: Promise<number>[] = [];
    this.page.on('requestfinished', (request) => {
      const { pathname } = new URL(request.url());
      if (!pathname.startsWith('/v1/') || pathname.endsWith('/events')) return;
      count += 1;
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    const until = sleep(forMs);
    await this.open(view);
    await until;
    this.page.removeAllListeners('requestfinished');
    const bytes = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
    return { count, bytes };
  }

  /** The longest time between two frames, in milliseconds. */
  longestFrame(forMs: number): Promise<number> {
    return this.page.evaluate<number>(longestFrame(forMs));
  }

  /** Bytes of the document and of all scripts and styles that were loaded so far, compressed. */
  loadedBytes(): Promise<number> {
    return this.page.evaluate<number>(loaded);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.context.close();
  }
}

/** As text, which the page's policy has no say in. Resolves in the task after the frame in which the condition was first met. */
function whenDrawn(condition: string): string {
  return `new Promise((resolve) => {
    const look = () => {
      if (!(${condition})) return requestAnimationFrame(look);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    };
    look();
  })`;
}

function longestFrame(forMs: number): string {
  return `new Promise((resolve) => {
    let beginMs, lastMs;
    let longestMs = 0;
    const frame = (nowMs) => {
      beginMs ??= nowMs;
      longestMs = Math.max(longestMs, nowMs - (lastMs ?? nowMs));
      lastMs = nowMs;
      if (nowMs - beginMs < ${forMs}) requestAnimationFrame(frame);
      else resolve(longestMs);
    };
    requestAnimationFrame(frame);
  })`;
}

const loaded = `performance.getEntries()
  .filter(({ entryType, name }) => entryType === 'navigation' || name.includes('/assets/'))
  .reduce((sum, { encodedBodySize = 0 }) => sum + encodedBodySize, 0)`;
