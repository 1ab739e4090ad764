/** Responsible for figures of compared variants of one task under each other, with their spread and what lies between them and the baseline. */
import table from '../design/table.module.css';
import { Unseen } from '../design/unseen.js';
import { WideTable } from '../design/wide-table.js';
import marks from '../models/figure-distance-mark.module.css';
import styles from './compare-page.module.css';
import {
  type Comparison,
  type FigureDeclaration,
  intervalText,
  signedText,
  type VariantFigure,
  variantFigures,
} from './paired-differences.js';

interface VariantTableProps {
  readonly compared: Comparison;
  readonly task: string;
  readonly figures: readonly FigureDeclaration[];
}

export function VariantTable({ compared, task, figures }: VariantTableProps) {
  const { variants, forest } = compared;
  const columns = figures.map((figure) => variantFigures(compared, task, figure));
  const rows = [
    ...variants.flatMap(({ name, changes, seeds, tasks }) => {
      const of = tasks[task];
      return of === undefined ? [] : [{ name, changes, network: `${of.withNetwork} of ${seeds}` }];
    }),
    ...(forest[task] === undefined ? [] : [{ name: 'forest', changes: [], network: '' }]),
  ];
  return (
    <WideTable label={`Variants on ${task}`}>
      <thead>
        <tr>
          <th>Variant</th>
          {figures.map(({ name, title, better }) => (
            <th key={name} className={table.number}>
              {title} {typeof better === 'number' ? `→ ${better}` : better === 'higher' ? '↑' : '↓'}
            </th>
          ))}
          <th className={table.number} title="In how many trainings the task got the network">
            network
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, changes, network }, place) => (
          <tr key={name}>
            <td className={styles.run}>
              {name}
              {changes.length > 0 && <span className={styles.distance}>{changes.join(', ')}</span>}
            </td>
            {figures.map((figure, at) => (
              <td key={figure.name} className={table.number}>
                <Cell figure={columns[at]?.[place]} />
              </td>
            ))}
            <td className={table.number}>{network}</td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function Cell({ figure }: { readonly figure: VariantFigure | undefined }) {
  if (figure === undefined || figure.mean === null) return <>—</>;
  const { mean, deviation, paired, isBaseline } = figure;
  return (
    <>
      {mean.toFixed(4)}
      {deviation !== null && ` ±${deviation.toFixed(4)}`}
      {isBaseline && <span className={styles.distance}>baseline</span>}
      {paired !== null && (
        <span className={styles.distance}>
          <span className={paired.verdict === null ? undefined : marks[paired.verdict]}>
            {signedText(paired.difference)}
            {paired.verdict !== null && <Unseen> {paired.verdict}</Unseen>}
          </span>
          {paired.interval !== null && ` (95 %: ${intervalText(paired.interval)})`}
        </span>
      )}
    </>
  );
}
