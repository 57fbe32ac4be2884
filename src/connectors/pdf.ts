import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Content } from 'pdfmake';

/** A document of paragraphs and tables. Nothing of it is a path or an address: it brings all it shows with it. */
export type PdfDocument = {
  title: string;
  /** In the properties of the file, where programs find them. */
  keywords: string;
  /** At the foot of every page, before the number of the page. */
  footer: string;
  /** The same document made again has the same bytes. */
  createdAt: Date;
  content: Content[];
  files: { name: string; description: string; type: string; text: string }[];
};

const longest = 60_000;
let last: Promise<unknown> = Promise.resolve();

/** Lays a document out beside the server's own thread, one at a time: a long text takes seconds of a processor. */
export async function renderPdf(document: PdfDocument): Promise<Buffer> {
  const rendered = last.then(() => renderApart(document));
  last = rendered.catch(() => {});
  return rendered;
}

function renderApart(document: PdfDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
      workerData: document,
      resourceLimits: { maxOldGenerationSizeMb: 1_024 },
    });
    const deadline = setTimeout(() => {
      reject(new Error('The PDF took too long to lay out.'));
      void worker.terminate();
    }, longest);
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)));
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(deadline);
      reject(new Error('The PDF ended before it was laid out.'));
    });
  });
}

/** The fonts that documents are set in. */
export const pdfFonts = (): Record<'normal' | 'bold' | 'italics' | 'bolditalics', string> => {
  const find = (name: string) => createRequire(import.meta.url).resolve(`pdfmake/fonts/Roboto/Roboto-${name}.ttf`);
  return {
    normal: find('Regular'),
    bold: find('Medium'),
    italics: find('Italic'),
    bolditalics: find('MediumItalic'),
  };
};

let drawable: ReadonlySet<number> | undefined;

/**
 * A text as the font can draw it: each character that it lacks stands as its code point in brackets, so that nothing vanishes
 * unseen and no two texts look the same.
 */
export function writeDrawable(text: string): string {
  drawable ??= readCodePoints(readFileSync(pdfFonts().normal));
  const known = drawable;
  return Array.from(text.normalize('NFC'), (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (known.has(code) || character === '\n' || character === '\t') return character;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }).join('');
}

/** The characters of a TrueType font: its `cmap` table in format 4, with two bytes each. */
function readCodePoints(font: Buffer): Set<number> {
  const tables = font.readUInt16BE(4);
  const record = Array.from({ length: tables }, (_, index) => 12 + index * 16).find(
    (at) => font.toString('latin1', at, at + 4) === 'cmap',
  );
  const cmap = font.readUInt32BE((record ?? 0) + 8);
  const maps = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => cmap + 4 + index * 8);
  const codes = new Set<number>();
  for (const map of maps) {
    const at = cmap + font.readUInt32BE(map + 4);
    if (font.readUInt16BE(at) !== 4) continue;
    const count = font.readUInt16BE(at + 6) / 2;
    for (let segment = 0; segment < count; segment += 1) {
      const end = font.readUInt16BE(at + 14 + segment * 2);
      const start = font.readUInt16BE(at + 16 + count * 2 + segment * 2);
      for (let code = start; code <= end && code < 0xffff; code += 1) codes.add(code);
    }
  }
  return codes;
}
