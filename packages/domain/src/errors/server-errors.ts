import { defineErrors } from './define-errors.js';

export const serverErrors = defineErrors({
  'access.token-missing': {
    kind: 'user',
    retryable: false,
    meaning: 'The request to the server carries no token and no session, and what it asks for needs one.',
    fix: "Sign in by a link of `espalier open`, or send the header `Authorization: Bearer TOKEN`; the first one lies in the file `admin-token` of the stack's home.",
  },
  'access.token-refused': {
    kind: 'user',
    retryable: false,
    meaning: 'The server knows no such token, or it was revoked.',
    fix: 'Ask an administrator for another one: `POST /v1/tokens`.',
  },
  'access.session-ended': {
    kind: 'user',
    retryable: false,
    meaning:
      'The session was ended, was not used for long or is a week old, or the token that it stands for was revoked.',
    fix: 'Sign in again: `espalier open` prints a link.',
  },
  'access.code-refused': {
    kind: 'user',
    retryable: false,
    meaning: 'The server knows no such sign-in link, or it was used, or is older than ten minutes.',
    fix: 'Have `espalier open` print another link; each is good once.',
  },
  'access.no-admin-token': {
    kind: 'user',
    retryable: false,
    meaning: "The stack's home holds no token of an administrator, by which sign-in links are made.",
    fix: "Ask on the server's machine, with its ESPALIER_HOME, where `admin-token` lies; or paste a token into the page.",
  },
  'access.role': {
    kind: 'user',
    retryable: false,
    meaning: 'The role of the token does not allow what was asked for.',
    fix: 'Use a token of the role that the message names.',
  },
  'access.team': {
    kind: 'user',
    retryable: false,
    meaning:
      'The token is bound to a team, and what was asked for is not that of its runs, or moves a champion unseen.',
    fix: 'Name the team in the pipeline (`fleet: { team: … }`), or use a token of the team that it names, or of none.',
  },
  'access.foreign-origin': {
    kind: 'user',
    retryable: false,
    meaning:
      'A page of another origin asked for a change, or the request was addressed to a host that the server does not go by.',
    fix: 'Address the server by the host and port at which it listens (`espalier status`), and change things from its own pages or without a browser. Behind a proxy `ESPALIER_SERVER_URL` tells the server of its address.',
  },
  'access.throttled': {
    kind: 'user',
    retryable: true,
    meaning: 'Too many requests with bad tokens, sessions or sign-in codes came from one address.',
    fix: 'Wait for a minute, and mend the token or sign in again; requests with good ones are answered meanwhile.',
  },
  'access.token-unknown': {
    kind: 'user',
    retryable: false,
    meaning: 'There is no token of this ID.',
    fix: 'List the tokens with `GET /v1/tokens`.',
  },
  'access.own-token': {
    kind: 'user',
    retryable: false,
    meaning: 'A token was asked to revoke itself, after which nobody might be left who could make another.',
    fix: 'Revoke it with the token of another administrator.',
  },
  'server.no-route': {
    kind: 'user',
    retryable: false,
    meaning: 'The server has nothing at this path.',
    fix: 'Look the paths up in `GET /v1/openapi.json`.',
  },
  'server.method': {
    kind: 'user',
    retryable: false,
    meaning: 'What lies at this path takes other methods only.',
    fix: 'Use a method that the header `Allow` of the answer names.',
  },
  'server.too-large': {
    kind: 'user',
    retryable: false,
    meaning: 'The request, its headers or its body are larger than the server takes.',
    fix: 'Send less: the limits stand in docs/server.md.',
  },
  'server.media-type': {
    kind: 'user',
    retryable: false,
    meaning: 'The body is of a media type that the server does not read.',
    fix: 'Send JSON with the header `Content-Type: application/json`.',
  },
  'server.malformed': {
    kind: 'user',
    retryable: false,
    meaning:
      'The request does not have the form that the server asks for; each mistake is listed with its place.',
    fix: 'Mend every listed place; `GET /v1/openapi.json` says what each route takes.',
  },
  'server.busy': {
    kind: 'infra',
    retryable: true,
    meaning: 'As many viewers follow runs, or read artifacts, as the server takes at once.',
    fix: 'Close pages or commands that follow runs or read artifacts, or try again later.',
  },
});
