/** Names the page's own code and styles in the document, so that they come beside the small program that asks the first questions, and not after it. */

const linkTo = (name, rel) => ({
  ...{ tag: 'link', injectTo: 'head' },
  attrs: { rel, crossorigin: true, href: `/${name}` },
});

/** @returns {import('vite').Plugin} */
export function preloadPage() {
  return {
    name: 'espalier-preload-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
        const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/src/page.tsx'));
        if (page === undefined) throw new Error('The page has no code.');
        const code = [page.fileName, ...page.imports];
        const needed = chunks.filter(({ fileName }) => code.includes(fileName));
        const styles = new Set(needed.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
        return [
          ...code.map((name) => linkTo(name, 'modulepreload')),
          ...[...styles].map((name) => linkTo(name, 'stylesheet')),
        ].filter(({ attrs }) => !html.includes(attrs.href));
      },
    },
  };
}
