/** Responsible for which file of the built page answers a path. Pure. Leaves to others: sending it (page-routes.ts). */

export interface PageFile {
  /** From the folder of the built page. */
  readonly path: string;
  /** Its name holds a digest of its content, so that it never changes. */
  readonly isHashed: boolean;
}

const hashed = /^assets(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/;
const plainFile = /^[A-Za-z0-9_-][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/;
const index: PageFile = { path: 'index.html', isHashed: false };

/**
 * The page draws its own views: what is no file of it is one of them.
 * @param path as the router decodes it, without the leading `/`
 * @param accept the header of the request
 * @returns null for what is neither a file nor asked for by somebody who would look at the page
 */
export function pageFileOf(path: string, accept: string | undefined): PageFile | null {
  if (path === '' || path === index.path) return index;
  // The API's paths are its own, whether there is something or not.
  if (/^v1(\/|$)/.test(path)) return null;
  if (hashed.test(path)) return { path, isHashed: true };
  if (plainFile.test(path)) return { path, isHashed: false };
  return !path.startsWith('assets/') && accept?.includes('text/html') ? index : null;
}
