import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const web = path.join(import.meta.dirname, 'web');
const output = path.join(import.meta.dirname, 'dist/web');

export default defineConfig({
  root: web,
  plugins: [react(), blockFirstPaint(), compressOutput()],
  build: {
    outDir: output,
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows fonts and images of our own origin only: nothing becomes a data URI.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { main: path.join(web, 'index.html'), 'first-paint': path.join(web, 'first-paint.ts') } },
  },
});

/** Puts `first-paint.ts` into the head as a classic script: it runs before anything is drawn, and nothing flashes. */
function blockFirstPaint(): Plugin {
  return {
    name: 'baton:first-paint',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunk = Object.values(bundle ?? {}).find((part) => part.type === 'chunk' && part.name === 'first-paint');
        const tag = chunk
          ? `<script src="/${chunk.fileName}"></script>`
          : '<script type="module" src="/first-paint.ts"></script>';
        // After the meta elements that it reads, before the styles that it would otherwise wait for.
        return html.replace('<title>', `${tag}\n    <title>`);
      },
    },
  };
}

/** Writes `.br` and `.gz` beside every text file, so that the server never compresses the same bytes twice. */
function compressOutput(): Plugin {
  return {
    name: 'baton:compress',
    apply: 'build',
    closeBundle() {
      const files = readdirSync(output, { recursive: true, encoding: 'utf8' });
      // The page itself carries a nonce for each answer and is sent as it is.
      for (const file of files.filter((name) => /\.(?:js|css|svg|webmanifest)$/.test(name))) {
        const source = readFileSync(path.join(output, file));
        if (source.length < 600) continue;
        const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: source.length };
        writeFileSync(path.join(output, `${file}.br`), brotliCompressSync(source, { params: quality }));
        writeFileSync(path.join(output, `${file}.gz`), gzipSync(source, { level: 9 }));
      }
    },
  };
}
