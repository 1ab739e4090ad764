/** Who has to act: the author of the request, Espalier's own maintainers, or whoever runs the services. */
export type ErrorKind = 'user' | 'platform' | 'infra';

export interface ErrorDefinition {
  readonly kind: ErrorKind;
  /** True when trying the same thing again can succeed. */
  readonly retryable: boolean;
  /** One sentence: what this error means. */
  readonly meaning: string;
  /** What to do about it, as an instruction. */
  readonly fix: string;
}

/** Declares one area's errors; the keys are stable codes such as `spec.invalid`. */
export function defineErrors<const T extends Record<string, ErrorDefinition>>(definitions: T): T {
  return definitions;
}
