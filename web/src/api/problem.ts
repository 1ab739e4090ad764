/** Responsible for what the API says when it can't: a problem document, or no answer at all, as one error with words for a person. */

interface ProblemDocument {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly fix: string;
  readonly retryable: boolean;
  readonly issues?: readonly Issue[];
}

/** A mistake in what was sent, with its place. */
interface Issue {
  readonly path: string;
  readonly message: string;
  readonly line?: number;
}

const firstServerError = 500;

export class ApiProblem extends Error {
  /** HTTP's; 0 where nothing answered. */
  readonly status: number;
  /** Espalier's, such as `workflow.run-not-found`. */
  readonly code: string;
  /** What to do about it. */
  readonly fix: string;
  readonly issues: readonly Issue[];

  constructor({ status, code, detail, fix, issues = [] }: Omit<ProblemDocument, 'retryable'>) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.fix = fix;
    this.issues = issues;
  }
}

/** @param body as parsed, whatever it is: a proxy between may answer with something of its own */
export function problemFrom(status: number, body: unknown): ApiProblem {
  const { code, detail, fix, issues } = (body ?? {}) as Partial<ProblemDocument>;
  if (typeof code === 'string' && typeof detail === 'string') {
    return new ApiProblem({
      ...{ status, code, detail, fix: fix ?? '' },
      ...(issues === undefined ? {} : { issues }),
    });
  }
  return new ApiProblem({
    ...{ status, code: 'page.not-the-server' },
    detail: `The server's address answered with ${status} and no explanation.`,
    fix: 'Look whether something stands between this page and espalier-server.',
  });
}

export function noAnswer(): ApiProblem {
  return new ApiProblem({
    ...{ status: 0, code: 'page.no-answer' },
    detail: 'espalier-server does not answer.',
    fix: 'This page tries again by itself. `espalier status` says whether the server runs, `espalier up` starts it.',
  });
}

/** Whether it may be gone when one asks again: nothing answered, or what the server needs is away. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= firstServerError);
}

export function isAnswered(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.status !== 0;
}
