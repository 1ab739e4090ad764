/**
 * Builds the page into dist/: index.html, and assets whose names hold digests of their content, each also as .gz and .br.
 * `npm run dev -w @espalier/web` serves it from the sources, with the API of the server at ESPALIER_SERVER_ADDRESS.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './compress-assets.mjs';

const api = process.env.ESPALIER_SERVER_ADDRESS ?? '127.0.0.1:7780';

export default defineConfig({
  plugins: [react(), compressAssets()],
  build: {
    target: 'es2023',
    // The content security policy takes nothing that stands in the page itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': { target: `http://${api}`, changeOrigin: true } } },
});
