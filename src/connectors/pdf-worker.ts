import { parentPort, workerData } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import { type PdfDocument, pdfFonts } from './pdf.ts';

/** What `renderPdf` sent. */
const given = (data: unknown): PdfDocument => data as PdfDocument;

const { title, keywords, footer, createdAt, content, files } = given(workerData);
const fonts = pdfFonts();
const paths = new Set<string>(Object.values(fonts));
pdfmake.setFonts({ Roboto: fonts });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => paths.has(path));
const bytes = await pdfmake
  .createPdf({
    info: { title, keywords, producer: 'Baton', creator: 'Baton', creationDate: createdAt, modDate: createdAt },
    language: 'en',
    pageSize: 'A4',
    pageMargins: [56, 56, 56, 64],
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25 },
    styles: {
      title: { fontSize: 20, bold: true, margin: [0, 0, 0, 4] },
      section: { fontSize: 13, bold: true, margin: [0, 14, 0, 4] },
      quiet: { color: '#555555', fontSize: 9 },
      notice: { italics: true, margin: [0, 6, 0, 6] },
    },
    footer: (page, pages) => ({
      columns: [
        { text: footer, alignment: 'left' },
        { text: `${page} of ${pages}`, alignment: 'right', width: 60 },
      ],
      margin: [56, 16, 56, 0],
      fontSize: 8,
      color: '#555555',
    }),
    content,
    files: Object.fromEntries(
      files.map(({ name, description, type, text }) => [
        name,
        {
          ...{ name, description, type, creationDate: createdAt, modifiedDate: createdAt },
          src: `data:${type};base64,${Buffer.from(text, 'utf8').toString('base64')}`,
        },
      ]),
    ),
  })
  .getBuffer();
parentPort?.postMessage(bytes);
