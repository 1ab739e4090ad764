/** Responsible for the small runs that browser tests look at: their pipeline in the stack's own S3, started as the page starts one, by whoever is signed in. */
import { readFile } from 'node:fs/promises';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { expect } from 'vitest';
import { leakingSpec, writeLeakingLog } from '../e2e/leaking-log.js';
import type { OwnStack } from '../e2e/own-stack.js';
import { ServerCaller } from '../e2e/server-caller.js';
import { sharedStack } from '../e2e/shared-stack.js';
import { Visitor } from './browser.js';

/** Of these tests' own versions; what a bundle becomes is no part of it, so that their runs share the stages of others. */
const publishing = (model: string, more = '') =>
  `publish={ model: ${model}, gates: [{ figure: auc, atLeast: 0.4 }]${more} }`;

/** Its training lasts for seconds, with a checkpoint every few steps: there is time to break it. */
const long = (epochs: number) => [
  `training.epochs=${epochs}`,
  ...['training.earlyStopping.patience=100000', 'training.checkpointEvery=50'],
];
export const longTraining = [...long(900), publishing('browsed')];
/** Another training, which the cache does not have, of another model: what is decided about models knows nothing of it. */
export const brokenTraining = [...long(901), publishing('broken')];
export const shortTraining = [publishing('browsed')];
/** Of the same stages, of a model that no other test counts the versions of. */
export const formTraining = [publishing('formed')];
export const waitingForApproval = [
  publishing('awaited', ', promote: after-approval, approval: { within: 2d }'),
];

export class SmallRuns {
  private constructor(
    readonly stack: OwnStack,
    readonly server: ServerCaller,
    /** A pipeline file. */
    readonly spec: string,
    /** One that is cut by hours, of a folder with nothing in it. */
    readonly hourlySpec: string,
  ) {}

  static async onSharedStack(): Promise<SmallRuns> {
    const stack = await sharedStack();
    const server = await ServerCaller.of(stack.homeDir);
    const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
    await store.putBytes('browsed/log.parquet', await readFile(await writeLeakingLog(stack.dir)));
    const spec = leakingSpec.replace('log.parquet', `s3://${store.bucket}/browsed/log.parquet`);
    const hourly = `{ uri: "s3://${store.bucket}/browsed/hours/hour={hour}/" }`;
    const hourlySpec = leakingSpec
      .replace('name: leak', 'name: hourly\npartitions: { key: hour, every: 1h }')
      .replace(/^source: .*$/m, `source: { train: ${hourly}, eval: ${hourly} }`);
    store.close();
    return new SmallRuns(stack, server, spec, hourlySpec);
  }

  /** Somebody who has followed a link of theirs. @param origin where the page is; default: the server's own address */
  async signedIn(role: 'viewer' | 'operator' | 'admin', origin = this.server.url): Promise<Visitor> {
    const { json } = await this.server.ask('POST', '/v1/sign-in-codes', { role });
    const visitor = await Visitor.arrive();
    await visitor.page.goto(`${origin}/sign-in#${json.code}`);
    await visitor.page.getByRole('heading', { name: 'Home' }).waitFor();
    return visitor;
  }

  /** @returns the run's ID */
  async start(visitor: Visitor, sets: readonly string[]): Promise<string> {
    const { status, json } = await visitor.send('POST', '/v1/runs', { spec: this.spec, sets });
    expect([status, json.code]).toEqual([201, undefined]);
    return json.runId;
  }
}
