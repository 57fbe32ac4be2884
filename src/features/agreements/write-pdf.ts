import { Readable } from 'node:stream';
import type { Content, TableCell } from 'pdfmake';
import { renderPdf, writeDrawable } from '../../connectors/pdf.ts';
import type { Ctx } from '../../context.ts';
import { sectionNames } from '../../core/agreement/sentence.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { readVersion } from './read-version.ts';
import type { AgreementVersion } from './schema.ts';

const states: Record<AgreementVersion['status'], string> = {
  draft: 'Draft, unsigned. Nobody is bound by it.',
  proposed: 'Proposed. It binds nobody until everybody whose signature is needed has signed.',
  returned: 'Returned with comments. Nobody is bound by it.',
  signed: 'Signed. It comes into force at its instant.',
  'in-force': 'In force.',
  superseded: 'Superseded by a later version.',
  withdrawn: 'Withdrawn. Nobody is bound by it.',
};
const partyNames = { marketing: 'Marketing', sales: 'Sales', sponsor: 'Sponsor' } as const;

/**
 * A version to print and file: its sentences, what was agreed beside them, hash and signatures, with the YAML and the text
 * that was hashed attached. The same version in the same state gives the same bytes.
 */
export async function writePdf(ctx: Ctx, versionId: string): Promise<Readable> {
  const version = await readVersion(ctx, versionId);
  const { zone, sample } = await readWorkspace(ctx);
  const { number, name, hash, source, canonical } = version;
  const content = layOut(version, sayInstantIn(zone));
  if (sample) content.unshift({ text: 'Sample company: made-up people, nothing here is real.', style: 'notice' });
  const undrawable = [...new Set(JSON.stringify(content).match(/\[U\+[0-9A-F]{4,6}\]/g) ?? [])];
  if (undrawable.length > 0) content.splice(sample ? 3 : 2, 0, noteUndrawable(undrawable));
  const bytes = await renderPdf({
    title: writeDrawable(`${sample ? 'Sample: ' : ''}${name}, version ${number}`),
    keywords: hash === null ? 'no hash' : `SHA-256 ${hash}`,
    footer: writeDrawable(`${name.slice(0, 60)}, version ${number}, ${hash === null ? 'no hash' : `SHA-256 ${hash}`}`),
    createdAt: new Date(version.updatedAt),
    content,
    files: [
      { name: 'agreement.yaml', description: 'The text as it was written', type: 'application/yaml', text: source },
      ...(canonical === null
        ? []
        : [
            {
              name: 'agreement.json',
              description: 'The text that is hashed and signed: SHA-256 of this file is the hash',
              type: 'application/json',
              text: canonical,
            },
          ]),
    ],
  });
  return Readable.from([bytes]);
}

function layOut(version: AgreementVersion, sayInstant: (at: string) => string): Content[] {
  const { name, number, status, hash, signatures } = version;
  const facts: [string, string][] = [
    ['Version', String(number)],
    ['State', states[status]],
    ['Hash (SHA-256)', hash ?? 'None: the text cannot be read yet.'],
    ['Comes into force', version.effectiveAt === null ? 'As soon as it is signed' : sayInstant(version.effectiveAt)],
    ...(version.inForceFrom === null ? [] : [['In force from', sayInstant(version.inForceFrom)] as [string, string]]),
    ...(version.inForceTo === null ? [] : [['In force until', sayInstant(version.inForceTo)] as [string, string]]),
    [
      'Who qualifies already',
      version.waveSize === null
        ? 'Is handed over with their next touch only'
        : `Is handed over in waves of ${version.waveSize} per rep and day`,
    ],
    ...(version.proposedBy === null
      ? []
      : [
          ['Proposed by', `${version.proposedBy.name}${version.message ? `: ${version.message}` : ''}`] as [
            string,
            string,
          ],
        ]),
  ];
  const standing = signatures.filter((signature) => !signature.void);
  return [
    { text: draw(name), style: 'title' },
    {
      table: {
        widths: [120, '*'],
        body: facts.map(([what, value]): TableCell[] => [quiet(what), { text: draw(value) }]),
      },
      layout: 'noBorders',
    },
    ...writeSentences(version),
    { text: 'Signatures', style: 'section' },
    standing.length === 0
      ? { text: 'Nobody has signed this text.', style: 'notice' }
      : writeSignatures(standing, sayInstant),
    ...(version.signedByOnePerson
      ? [{ text: 'One person heads both departments and has signed once for each.', style: 'notice' }]
      : []),
  ];
}

function writeSentences({ sentences }: AgreementVersion): Content[] {
  const sections = Map.groupBy(sentences, ({ section }) => section);
  return [...sections].flatMap(([section, clauses]): Content[] => [
    { text: sectionNames[section] ?? section, style: 'section', headlineLevel: 1 },
    ...clauses.map(({ name, text }): Content => {
      return { text: [{ text: `${draw(name)}. `, bold: true }, draw(text)], margin: [0, 0, 0, 3] };
    }),
  ]);
}

function writeSignatures(signatures: AgreementVersion['signatures'], sayInstant: (at: string) => string): Content {
  const rows = signatures.map(({ party, member, asDeputy, signedAt, effectiveAt, waveSize, hash }): TableCell[] => [
    { text: partyNames[party] },
    { text: draw(`${member.name}${asDeputy ? ', as deputy of the absent head' : ''}`) },
    { text: sayInstant(signedAt) },
    {
      text: [
        effectiveAt === null ? 'As soon as signed' : sayInstant(effectiveAt),
        waveSize === null ? 'new touches only' : `waves of ${waveSize}`,
      ].join('; '),
    },
    { text: hash, fontSize: 7 },
  ]);
  const head = ['For', 'Signed by', 'At', 'To begin', 'Hash'].map(quiet);
  return {
    table: { headerRows: 1, widths: [55, '*', 95, 95, 105], body: [head, ...rows] },
    layout: 'lightHorizontalLines',
  };
}

const quiet = (text: string): TableCell => ({ text, style: 'quiet' });

const noteUndrawable = (codes: readonly string[]): Content => {
  const named = codes.slice(0, 20).join(' ');
  const more = codes.length > 20 ? ` and ${codes.length - 20} more` : '';
  return {
    text: `The font of this document lacks some characters. They stand as their code points: ${named}${more}. The attached YAML has them as they were written.`,
    style: 'notice',
  };
};

const draw = writeDrawable;

/** The instant on the clock of the workspace, and in UTC, so that nobody has to guess. */
function sayInstantIn(zone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: zone });
  return (at) => `${format.format(new Date(at))} (${zone}), ${at}`;
}
