/**
 * Whether a task publishes the network's scores or its forest's, from both on the early-stop rows; pure.
 * Leaves choosing the network's state to `choose-state.ts`.
 */
import type { ModelComparison, TaskSelection } from '@espalier/domain';

/**
 * The network where the 95 % interval of its gain in AUC lies above zero and its log loss is lower by a standard error. Less would let chance
 * in, since the state was chosen on these very rows (docs/modelling.md compares the rules).
 * @param comparison the network less the forest; null where there are no early-stop rows
 */
export function chooseModel(comparison: ModelComparison | null): TaskSelection {
  if (comparison === null) return forest('there were no early-stop rows to show a gain on');
  const { auc, logLoss, unavailable } = comparison;
  if (!auc?.ci || logLoss.standardError === null) {
    return forest(`no gain could be shown: ${unavailable ?? 'the early-stop rows are too few'}`);
  }
  const [low, high] = auc.ci;
  const told = `AUC ${signed(auc.difference, 4)} [${signed(low, 4)}, ${signed(high, 4)}], log loss ${signed(logLoss.difference, 5)} ± ${logLoss.standardError.toFixed(5)} on the early-stop rows`;
  if (low <= 0 || logLoss.difference + logLoss.standardError >= 0) {
    return forest(`no clear gain over the forest (${told})`);
  }
  return { model: 'network', reason: `the network is better than the forest (${told})` };
}

function forest(reason: string): TaskSelection {
  return { model: 'forest', reason };
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}
