/**
 * Builds the page into dist/: index.html, and assets whose names hold digests of their content, each also as .gz and .br.
 * `npm run dev -w @espalier/web` serves it from the sources, with the API of the server at ESPALIER_SERVER_ADDRESS.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './compress-assets.mjs';
import { preloadPage } from './preload-page.mjs';

const api = process.env.ESPALIER_SERVER_ADDRESS ?? '127.0.0.1:7780';
/** Parts that views share and that are no part of most. */
const isOfSomeViews = /\/src\/(run\/(curve-chart|aligned-curves|learning-curves)|early\/)|\/uplot\//;

export default defineConfig({
  plugins: [react(), preloadPage(), compressAssets()],
  build: {
    target: 'es2023',
    // The content security policy takes nothing that stands in the page itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Browsers ask six things of one server at a time: thirty small files of a view kept its questions waiting.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'page',
              test: (id) => !isOfSomeViews.test(id) && /\/(src|node_modules)\//.test(id),
              minShareCount: 2,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/v1': { target: `http://${api}`, changeOrigin: true } } },
});
