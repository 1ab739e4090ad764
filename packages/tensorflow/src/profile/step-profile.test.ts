import { resolveNativePart } from '@espalier/native';
import { beforeAll, expect, it } from 'vitest';
import {
  adam,
  type CompiledStep,
  chromeTrace,
  compileStep,
  loadTensorFlow,
  readStepProfile,
} from '../index.js';

const rows = 256;
const width = 128;
let step: CompiledStep;
const inputs = { x: new Float32Array(rows * width).fill(0.1), y: new Float32Array(rows) };

beforeAll(async () => {
  const tf = await loadTensorFlow({
    addonPath: resolveNativePart('tfjs-addon'),
    threads: 2,
    visibleGpus: [],
    log: 'errors',
  });
  const hidden = tf.variable(tf.fill([width, width], 0.01), true, 'hidden');
  const out = tf.variable(tf.fill([width, 1], 0.01), true, 'out');
  const optimizer = adam(tf);
  step = await compileStep(
    tf,
    ({ x, y }) => ({
      loss: optimizer.minimize(
        () =>
          tf.losses.sigmoidCrossEntropy(
            y,
            tf.matMul(tf.relu(tf.matMul(x as never, hidden as never)), out as never),
          ),
        true,
      ) as never,
    }),
    { inputs: { x: { shape: [rows, width] }, y: { shape: [rows, 1] } } },
  );
  await step.run(inputs);
});

it('tells when each node of a step ran, what it was and where', async () => {
  const beforeUs = Date.now() * 1000;
  const { metadata } = await step.runTraced(inputs);
  const afterUs = Date.now() * 1000;
  expect(metadata).toHaveLength(1);
  const spans = metadata.flatMap(readStepProfile);
  const ops = spans.map(({ op }) => op);
  expect(ops.filter((op) => /ApplyAdam$/.test(op))).toHaveLength(2);
  expect(ops.filter((op) => /MatMul$/.test(op)).length).toBeGreaterThanOrEqual(4);
  const millisecondUs = 1000;
  for (const { device, startUs, durationUs } of spans) {
    expect(device).toMatch(/device:CPU:0$/);
    expect(durationUs).toBeGreaterThanOrEqual(0);
    expect(startUs).toBeGreaterThanOrEqual(beforeUs - millisecondUs);
    expect(startUs + durationUs).toBeLessThanOrEqual(afterUs + 2 * millisecondUs);
  }
  const starts = spans.map(({ startUs }) => startUs);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
});

it('makes a valid timeline of real steps', async () => {
  const spans = [];
  for (let round = 0; round < 3; round += 1) {
    const { metadata } = await step.runTraced(inputs);
    spans.push(...metadata.flatMap(readStepProfile));
  }
  const { traceEvents } = JSON.parse(
    JSON.stringify(
      chromeTrace(
        spans.map(({ node, op, device, startUs, durationUs }) => ({
          process: 'TensorFlow',
          track: device,
          name: node,
          startUs,
          durationUs,
          details: { op },
        })),
      ),
    ),
  );
  const ends = new Map<number, number>();
  const drawn = traceEvents.filter(({ ph }: { ph: string }) => ph === 'X');
  expect(drawn).toHaveLength(spans.length);
  for (const event of drawn) {
    expect(event).toMatchObject({
      pid: expect.any(Number),
      tid: expect.any(Number),
      name: expect.any(String),
    });
    expect(event.ts).toBeGreaterThanOrEqual(0);
    expect(event.dur).toBeGreaterThanOrEqual(0);
    expect(event.ts).toBeGreaterThanOrEqual((ends.get(event.tid) ?? 0) - 0.001);
    ends.set(event.tid, event.ts + event.dur);
  }
});
