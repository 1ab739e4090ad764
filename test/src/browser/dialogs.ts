/** Responsible for doing what a view offers as a person does: the button, the reason that is asked for, the button that does it. */
import type { Locator, Page } from 'playwright-core';

/** Resolves when the dialog is gone, which it is once the server has done it. */
export async function decide(
  page: Page,
  offered: Locator,
  { verb, why }: { readonly verb: string; readonly why?: string },
): Promise<void> {
  await offered.click();
  const dialog = page.getByRole('dialog');
  if (why !== undefined) await dialog.getByRole('textbox').fill(why);
  await dialog.getByRole('button', { name: verb, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}
