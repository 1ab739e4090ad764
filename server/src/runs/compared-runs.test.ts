import type { RunDetail } from '@espalier/client';
import type { Store } from '@espalier/store';
import { expect, it } from 'vitest';
import { ComparedRuns } from './compared-runs.js';

it('come in the order that they are asked for; those that have ended are read once, those that go on anew', async () => {
  const asked: string[] = [];
  const detail = async (runId: string) => {
    asked.push(runId);
    // The first is the last to be read.
    await new Promise((resolve) => setTimeout(resolve, runId === 'a' ? 20 : 1));
    const report = runId === 'going' ? null : { metrics: { click: { auc: runId.length } } };
    return {
      progress: { status: report === null ? 'running' : 'succeeded' },
      report,
    } as unknown as RunDetail;
  };
  const specs: Record<string, unknown> = {
    'runs/a/spec.json': { spec: { name: 'a' } },
    'runs/bb/spec.json': {},
  };
  const getJson = (async (key: string) =>
    key in specs ? { value: specs[key] } : null) as unknown as Store['getJson'];
  const compared = new ComparedRuns({ detail }, { getJson });
  const told = [
    { runId: 'a', status: 'succeeded', spec: { name: 'a' }, metrics: { click: { auc: 1 } } },
    { runId: 'going', status: 'running', spec: null, metrics: {} },
    { runId: 'bb', status: 'succeeded', spec: null, metrics: { click: { auc: 2 } } },
  ];
  expect(await compared.read(['a', 'going', 'bb'])).toEqual(told);
  expect(await compared.read(['bb', 'going'])).toEqual([told[2], told[1]]);
  expect(asked).toEqual(['a', 'going', 'bb', 'going']);
});
