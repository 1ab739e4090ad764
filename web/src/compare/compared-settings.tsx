/** Responsible for the settings in which runs differ, one run a line. */
import { Panel } from '../design/panel.js';
import { WideTable } from '../design/wide-table.js';
import styles from './compare-page.module.css';
import { differingSettings } from './settings-compared.js';

interface ComparedSettingsProps {
  readonly ids: readonly string[];
  readonly specs: readonly (object | null)[];
}

export function ComparedSettings({ ids, specs }: ComparedSettingsProps) {
  const settings = differingSettings(specs);
  const unknown = specs.filter((spec) => spec === null).length;
  return (
    <Panel
      title="Settings that differ"
      aside={unknown === 0 ? undefined : `of ${unknown} nobody keeps the settings`}
    >
      {settings.length === 0 ? (
        <p className={styles.same}>None: what differs is the data, or nothing.</p>
      ) : (
        <WideTable label="Settings of each run">
          <thead>
            <tr>
              <th>Run</th>
              {settings.map(({ path }) => (
                <th key={path}>{path}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ids.map((id, place) => (
              <tr key={id}>
                <td className={styles.run}>{id}</td>
                {settings.map(({ path, values }) => (
                  <td key={path} className={styles.value}>
                    {values[place] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </WideTable>
      )}
    </Panel>
  );
}
