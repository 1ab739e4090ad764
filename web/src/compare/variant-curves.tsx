/** Responsible for learning curves of compared variants over each other, of one task: each variant's first training, of the first six. */
import { Panel } from '../design/panel.js';
import { CurveChart, type NamedCurve } from '../run/curve-chart.js';
import type { Comparison } from './paired-differences.js';

const mostCurves = 6;

interface VariantCurvesProps {
  readonly compared: Comparison;
  readonly task: string;
}

export default function VariantCurves({ compared: { variants }, task }: VariantCurvesProps) {
  const curves = variants.slice(0, mostCurves).flatMap(({ name, curves: [first] }): NamedCurve[] => {
    const points = (first?.points ?? []).flatMap(({ step, loss }) => {
      const value = loss[task] ?? null;
      return value === null ? [] : [{ step, value }];
    });
    return points.length === 0 ? [] : [{ name, points }];
  });
  if (curves.length === 0) return null;
  const isCut = variants.length > mostCurves;
  return (
    <Panel
      title="Learning curves"
      aside={`of each variant’s first training${isCut ? `, the first ${mostCurves}` : ''}`}
    >
      <CurveChart curves={curves} label={`${task}: loss on the early-stop rows, from its first value`} />
    </Panel>
  );
}
