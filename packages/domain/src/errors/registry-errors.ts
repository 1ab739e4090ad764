import { defineErrors } from './define-errors.js';

export const registryErrors = defineErrors({
  'registry.bad-quota': {
    kind: 'user',
    retryable: false,
    meaning: 'A quota can not be set as it was asked for.',
    fix: 'Give the name of a team and how many slots its runs may hold: `espalier quota set TEAM --trainer-slots 8`. To lift all of its limits: `espalier quota remove TEAM`.',
  },
  'registry.no-quota': {
    kind: 'user',
    retryable: false,
    meaning: 'The team has no quota, so there is none to remove.',
    fix: '`espalier quota list` tells which teams have one.',
  },
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
  'registry.unknown-model': {
    kind: 'user',
    retryable: false,
    meaning: 'No model of this name was ever registered in this store.',
    fix: 'See `espalier models`; a run registers its bundle where its pipeline file names a model (`publish.model`).',
  },
  'registry.unknown-version': {
    kind: 'user',
    retryable: false,
    meaning: 'The model has no such version, or its alias names none.',
    fix: 'See `espalier model show NAME` for its versions and aliases.',
  },
  'registry.already-champion': {
    kind: 'user',
    retryable: false,
    meaning: 'The version that was to be promoted is the champion.',
    fix: 'Nothing needs doing; `espalier model history NAME` tells who promoted it.',
  },
  'registry.champion-moved': {
    kind: 'user',
    retryable: false,
    meaning: 'Somebody else has changed the champion since the one who asked looked at it.',
    fix: 'Look at `espalier model show NAME`, and ask again if you still want it.',
  },
  'registry.rejected-version': {
    kind: 'user',
    retryable: false,
    meaning: 'The version was rejected, so it is not promoted.',
    fix: 'See why in `espalier model history NAME`; `espalier model approve NAME@N` takes the rejection back.',
  },
  'registry.gate-failed': {
    kind: 'user',
    retryable: false,
    meaning: 'A gate that the pipeline declares did not let the version pass, so it is not promoted.',
    fix: 'See the verdicts in `espalier model show NAME@N`; `espalier model approve NAME@N` vouches for it all the same.',
  },
  'registry.older-data': {
    kind: 'user',
    retryable: false,
    meaning:
      'A version was to become the champion by itself, and the champion has seen newer data than it has, so it did not.',
    fix: '`espalier model promote NAME@N` makes it the champion all the same.',
  },
  'registry.replay-differs': {
    kind: 'user',
    retryable: false,
    meaning:
      'The golden rows of a version were scored again before it was to become the champion, and its bundle says something else of them than when the version was registered, or can not be used: it is damaged or gone, or the process that scores by it crashes.',
    fix: 'Do not serve this bundle. Look for what has changed it; a new run of the pipeline registers a version of its own. `espalier model promote NAME@N` takes any other version. Where the reason shows that it is rounding alone, of another processor, say, `--despite-replay "WHY"` takes this one; never a bundle that is damaged or gone.',
  },
  'registry.replay-failed': {
    kind: 'infra',
    retryable: true,
    meaning:
      'The golden rows of a version could not be scored before it was to become the champion, so it did not.',
    fix: 'Read the reason; `espalier doctor` looks at the native parts of the orchestrator, which scores them. Then ask again. Rows that are gone for good never come back: `espalier model promote NAME@N --despite-replay "WHY"` takes the version without them, where its bundle could be looked at and is whole.',
  },
  'registry.no-previous': {
    kind: 'user',
    retryable: false,
    meaning:
      'There is no champion before this one: none was replaced, or a rollback has gone back to it already.',
    fix: 'Make any earlier version the champion with `espalier model promote NAME@N`.',
  },
  'registry.is-champion': {
    kind: 'user',
    retryable: false,
    meaning: 'The champion is not rejected while it serves.',
    fix: 'Promote another version first, or `espalier model rollback NAME`.',
  },
  'registry.already-decided': {
    kind: 'user',
    retryable: false,
    meaning: 'The version is approved, or rejected, already.',
    fix: 'Nothing needs doing; `espalier model history NAME` tells who decided, and why.',
  },
  'registry.unknown-pipeline': {
    kind: 'user',
    retryable: false,
    meaning: 'No pipeline of this name is registered in this store, or it has no such version.',
    fix: 'See `espalier pipeline list`; `espalier pipeline apply FILE` registers the pipeline of a file under its name.',
  },
  'registry.unreadable-record': {
    kind: 'platform',
    retryable: false,
    meaning:
      'A record of a model or a pipeline in S3 is not of the form that this version of Espalier knows.',
    fix: 'Use the version of Espalier that wrote it; restore the object where something else has changed it.',
  },
});
