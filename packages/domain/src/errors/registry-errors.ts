import { defineErrors } from './define-errors.js';

export const registryErrors = defineErrors({
  'registry.not-a-bundle': {
    kind: 'user',
    retryable: false,
    meaning: 'There is no bundle at the given address, or its bundle.json can not be read.',
    fix: 'Give the prefix or folder that holds bundle.json; `espalier show RUN` prints the address of a run.',
  },
  'registry.part-missing': {
    kind: 'user',
    retryable: false,
    meaning: 'A bundle lacks a part that its bundle.json names, so it was refused.',
    fix: 'Copy the whole bundle again, or publish it again by running the pipeline.',
  },
  'registry.part-mismatched': {
    kind: 'user',
    retryable: false,
    meaning: 'A part of a bundle is not the one that its bundle.json names, so it was refused.',
    fix: 'Do not use this bundle; copy it again, or publish it again by running the pipeline.',
  },
  'registry.part-unreadable': {
    kind: 'user',
    retryable: false,
    meaning:
      'A part of a bundle is the one that its bundle.json names, but this version of Espalier can not read it.',
    fix: 'Publish the bundle again by running the pipeline, or use the version of Espalier that made it.',
  },
});
