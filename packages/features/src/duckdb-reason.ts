/**
 * Responsible for DuckDB's failures in the words of people who never see its SQL: one sentence, no class, no place in a query.
 * Leaves to others: where it happened and what to do (extraction-failure.ts, bind-expression.ts).
 */

import { withOwnPaths } from './told-names.js';

/** What is said instead, with the groups of the pattern put in. */
const translations: readonly (readonly [RegExp, string])[] = [
  // What Thrift says of a page's header that it can't read.
  [/^(?:don't know what type|TProtocolException).*/s, 'its bytes are damaged'],
  [/^Referenced column "(.*?)" not found.*/, 'there is no column $1'],
  [
    /^(?:Scalar|Aggregate|Table|Macro)? ?Function with name (\S+) does not exist!?.*/,
    'there is no function $1()',
  ],
  [/^Type with name (\S+) does not exist!?.*/, 'there is no type $1'],
  [/^No function matches the given name and argument types '(.*?)'\..*/, 'there is no $1'],
  [
    /^Could not choose a best candidate function for the function call "(.*?)"\..*/,
    'it is not clear which $1 is meant: add casts',
  ],
  [
    /^Cannot compare values of type (.*?) and type (.*?) - .*/,
    '$1 can not be compared with $2 without a cast',
  ],
  [/^Could not convert string (['"].*['"]) to (\S+).*/s, 'the text $1 is no $2'],
  [
    /^(?:Could not cast|Type) (?:value )?(.*?) (?:can't be|because).* out of range .*?(\S+)$/,
    '$1 is beyond what $2 holds',
  ],
];

/** @param failure an error of DuckDB, or its message */
export function plainReason(failure: unknown): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  const [first = message] = withOwnPaths(message).split('\n');
  const reason = first.replace(/^[A-Z][A-Za-z ]*? Error: /, '').trim();
  for (const [pattern, text] of translations) if (pattern.test(reason)) return reason.replace(pattern, text);
  return reason.replace(/[.!]$/, '');
}
