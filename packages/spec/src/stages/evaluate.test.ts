import type { EvaluateBody } from '@espalier/domain';
import { expect, it } from 'vitest';
import { contentOf } from './registry.js';

it('what is drawn of an evaluation for people is no part of what it made', () => {
  const body: EvaluateBody = { metrics: {}, forest: {}, comparison: {}, cluster: null };
  const plots = { click: { network: { calibration: [[0.1, 0.2]] }, forest: {} } };
  const manifest = { stage: 'evaluate', key: 'sha256:01', parts: [] } as const;
  expect(contentOf({ ...manifest, body: { ...body, plots } })).toEqual(body);
  expect(contentOf({ ...manifest, body })).toEqual(body);
});
