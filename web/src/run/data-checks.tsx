/** Responsible for what a run's data checks said: each with what it judged, and what is not as it should be. */
import type { Schemas } from '../api/client.js';
import { Panel } from '../design/panel.js';
import { StandingBadge } from '../design/standing-badge.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import styles from './data-checks.module.css';

/** Words of the pipeline file, but for those that are none. */
const titles: Readonly<Record<string, string>> = {
  newCategories: 'new categories',
  outOfRange: 'out of range',
  labelRates: 'rates of labels',
  psi: 'PSI',
  ks: 'Kolmogorov–Smirnov',
};

export function DataChecks({ checks }: { readonly checks: Schemas['DataChecks'] }) {
  const { partition, champion, verdicts } = checks;
  const failed = verdicts.filter(({ passed }) => !passed).length;
  const of = partition === null ? 'the newest data' : partition;
  const against = champion === null ? 'training' : `training and the champion, version ${champion}`;
  return (
    <Panel
      title="Data checks"
      aside={`${of} against ${against}: ${failed === 0 ? 'all passed' : `${failed} of ${verdicts.length} failed`}`}
    >
      <WideTable label="Verdicts of the data checks">
        <thead>
          <tr>
            <th>Check</th>
            <th>Against</th>
            <th>Verdict</th>
            <th className={table.number}>Judged</th>
            <th>Because</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map(({ check, against: side, passed, judged, because, findings }) => (
            <tr key={`${check} ${side}`}>
              <th scope="row" className={table.whole}>
                {titles[check] ?? check}
              </th>
              <td>{side}</td>
              <td>
                <StandingBadge name={passed ? 'succeeded' : 'failed'} word={passed ? 'passed' : 'failed'} />
              </td>
              <td className={table.number}>{judged}</td>
              <td className={styles.because}>
                {findings.length === 0 ? (
                  because
                ) : (
                  <ul>
                    {findings.map((finding) => (
                      <li key={finding.of}>
                        <strong>{finding.of}</strong>: {finding.because}
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Panel>
  );
}
