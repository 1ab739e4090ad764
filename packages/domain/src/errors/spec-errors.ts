import { defineErrors } from './define-errors.js';

export const specErrors = defineErrors({
  'spec.invalid': {
    kind: 'user',
    retryable: false,
    meaning: 'The pipeline file has mistakes; each is listed with its path in the file.',
    fix: 'Mend every listed path, then check with `espalier plan SPEC`.',
  },
  'spec.not-found': {
    kind: 'user',
    retryable: false,
    meaning:
      'The pipeline file does not exist, can not be read, is not text in UTF-8, or is not YAML, TypeScript or JavaScript by its name.',
    fix: 'Check the path, and save the file as UTF-8; `espalier init FILE.parquet` writes a first pipeline file.',
  },
  'spec.script-failed': {
    kind: 'user',
    retryable: false,
    meaning: 'A pipeline written in TypeScript or JavaScript threw an error or exports no pipeline.',
    fix: 'Mend the script; it must end in `export default definePipeline({ … })`.',
  },
  'request.invalid': {
    kind: 'user',
    retryable: false,
    meaning: 'The command can not do what was asked with these arguments.',
    fix: 'Give the command what the message asks for; `espalier COMMAND --help` lists what it takes, with examples.',
  },
});
