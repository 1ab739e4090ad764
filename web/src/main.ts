/**
 * Responsible for what a browser does first: it asks what the view will ask, and loads the page's code and the view's own meanwhile.
 * Leaves to others: which view an address shows (routes/router.ts), for which this only guesses what it will load.
 */
import { askEarly } from './early/asked-early.js';
import { firstQuestions } from './early/first-questions.js';

const { pathname } = location;
for (const path of firstQuestions(pathname, innerWidth)) askEarly(path);
void parsed().then(() => import('./page.js'));
// What fails is loaded again, and told, by the page.
const ignore = () => undefined;
if (pathname === '/') import('./home/home-page.js').catch(ignore);
if (pathname === '/runs') import('./runs/runs-page.js').catch(ignore);
if (/^\/runs\/./.test(pathname)) {
  import('./run/run-page.js').catch(ignore);
  import('./run/learning-curves.js').catch(ignore);
}

/** It runs as soon as it is there, be the document or not. */
async function parsed(): Promise<void> {
  if (document.readyState !== 'loading') return;
  await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
}
