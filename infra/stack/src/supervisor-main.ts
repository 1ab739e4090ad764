/** `node supervisor-main.js HOME`: the supervisor's process. `up` starts it in a session of its own. */
import { EspalierError } from '@espalier/domain';
import { withHostLock } from '@espalier/native';
import { inheritedEnvironment, loadSettings } from '@espalier/settings';
import { readJsonFile } from './json-file.js';
import { identify } from './process-identity.js';
import { stackLayout } from './stack-layout.js';
import { stackPlanSchema } from './stack-plan.js';
import { Supervisor } from './supervisor.js';

process.title = 'espalier-supervisor';

async function main(): Promise<void> {
  const layout = stackLayout(process.argv[2] ?? '');
  const plan = readJsonFile(layout.planPath, stackPlanSchema);
  const identity = identify(process.pid);
  if (plan === null || identity === null) {
    throw new EspalierError(
      'stack.start-failed',
      `${layout.planPath} can't be read; run \`espalier up\` again.`,
    );
  }
  const settings = loadSettings(inheritedEnvironment({ ESPALIER_HOME: layout.homeDir }));
  const supervisor = new Supervisor(identity, layout, plan, settings);
  process.on('SIGTERM', () => supervisor.stop());
  process.on('SIGINT', () => supervisor.stop());
  process.on('SIGHUP', () => undefined);
  const outcome = await withHostLock(layout.homeDir, 'supervisor', { timeoutMs: 10_000 }, () =>
    supervisor.run(),
  );
  if (outcome === null) {
    throw new EspalierError('stack.busy', `Another supervisor looks after ${layout.homeDir}.`);
  }
}

void main();
