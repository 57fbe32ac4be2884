import type { Readable } from 'node:stream';
import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';

export async function writePdf(_ctx: Ctx, _versionId: string): Promise<Readable> {
  throw new BatonError('conflict', 'agreement.pdf', 'Not yet.');
}
