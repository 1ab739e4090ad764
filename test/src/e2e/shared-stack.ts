/**
 * Responsible for the one stack of a test file whose modules of tests use it one after the other: starting one takes longer than much
 * of what they do.
 * Leaves to others: which modules those are (the test file), folders and pipelines of their own.
 */
import { OwnStack } from './own-stack.js';

let started: Promise<OwnStack> | undefined;

/** @param homeName of the stack where this call starts it */
export function sharedStack(homeName?: string): Promise<OwnStack> {
  started ??= OwnStack.start(homeName);
  return started;
}

/** Where it could not be started its users have said so. */
export async function stopSharedStack(): Promise<void> {
  const stack = await started?.catch(() => undefined);
  await stack?.[Symbol.asyncDispose]();
}
