/**
 * `node count-tests.mjs REPORT STATUS`: prints `PASSED FAILED` from vitest's JSON report.
 * A file that could not even be loaded, no tests at all, or an exit status without a failed test count as one failure.
 */
import { readFileSync } from 'node:fs';

const [reportPath = '', status = '1'] = process.argv.slice(2);

function read() {
  try {
    return JSON.parse(readFileSync(reportPath, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}

const report = read();
const unloadable = report.testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length;
const failed = report.numFailedTests + unloadable;
const unexplained = failed === 0 && (status !== '0' || report.numPassedTests === 0) ? 1 : 0;
process.stdout.write(`${report.numPassedTests} ${failed + unexplained}\n`);
