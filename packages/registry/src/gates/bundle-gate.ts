/** Holds what a bundle takes to bounds: the bytes of all that predicts. Pure. */
import type { GateVerdict } from '@espalier/domain';
import { boundsText, type DeclaredGate, isWithin } from './gate.js';

/** What gates call it. */
export const sizeFigure = 'sizeBytes';

/** @param sizeBytes of forests, leaf map, feature schema and network */
export function bundleGate(gate: DeclaredGate, sizeBytes: number): GateVerdict {
  const passed = isWithin(gate, sizeBytes);
  const because = `The bundle has ${sizeBytes} bytes, and ${passed ? 'passes' : 'has to have'} ${boundsText(gate)}.`;
  return { gate: sizeFigure, task: null, passed, because };
}
