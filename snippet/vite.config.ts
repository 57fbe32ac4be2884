import path from 'node:path';
import { defineConfig } from 'vite';

/** One classic script without a trace of modules: it runs in pages that we know nothing of. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: path.join(import.meta.dirname, '../dist/snippet'),
    emptyOutDir: true,
    target: 'es2018',
    lib: {
      entry: path.join(import.meta.dirname, 'baton.ts'),
      formats: ['iife'],
      name: 'batonSnippet',
      fileName: () => 'baton.js',
    },
  },
});
