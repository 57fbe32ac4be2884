import { createHash, type Hash, hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { BatonError } from '../core/errors.ts';

/**
 * The container of a backup, described in docs/decisions/0025-backup.md: a first line, blocks that each carry their length, kind
 * and checksum, and the place of the last one. Every byte is under a checksum, so a damaged one is found, with its place.
 */
const firstLine = Buffer.from('baton-backup 1\n');

/** Header, start of a table, its rows (packed), its end, waiting jobs (packed), end of the file. */
export type BlockKind = 'H' | 'T' | 'R' | 'E' | 'J' | 'Z';
export type Block = { kind: BlockKind; payload: Buffer /** Where it begins in the file. */; at: number };

const packedKinds: ReadonlySet<string> = new Set(['R', 'J']);
const headSize = 5;
const checkSize = 16;
const trailerSize = 8;

const pack = promisify(deflateRaw) as (data: Buffer, options: { level: number }) => Promise<Buffer>;
const unpack = promisify(inflateRaw) as (data: Buffer) => Promise<Buffer>;

/** Covers the number of the block too: blocks that changed places are damage. */
function checksum(index: number, head: Buffer, payload: Buffer): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(index);
  const whole = createHash('sha256').update(number).update(head).update(payload).digest();
  return whole.subarray(0, checkSize);
}

export type BlockWriter = {
  write(kind: BlockKind, payload: Buffer): Promise<void>;
  /** Writes the last block, to which it adds the checksum of all before, and the place of that block. */
  end(summary: object): Promise<void>;
  readonly size: number;
};

/** Writes blocks one after the other into a file that is empty. */
export async function writeBlocks(file: FileHandle): Promise<BlockWriter> {
  const whole = createHash('sha256');
  let size = 0;
  let index = 0;
  const put = async (data: Buffer) => {
    whole.update(data);
    await file.appendFile(data);
    size += data.length;
  };
  await put(firstLine);
  const write = async (kind: BlockKind, payload: Buffer) => {
    const body = packedKinds.has(kind) ? await pack(payload, { level: 4 }) : payload;
    const head = Buffer.alloc(headSize);
    head.writeUInt32BE(body.length);
    head.write(kind, 4, 'latin1');
    await put(Buffer.concat([head, body, checksum(index, head, body)]));
    index += 1;
  };
  return {
    write,
    async end(summary) {
      const trailer = Buffer.alloc(trailerSize);
      trailer.writeBigUInt64BE(BigInt(size));
      await write('Z', Buffer.from(JSON.stringify({ ...summary, sha256: whole.copy().digest('hex') })));
      await file.appendFile(trailer);
      size += trailerSize;
    },
    get size() {
      return size;
    },
  };
}

/**
 * Every block of a file in order, each checked before it is given; rows come unpacked unless `packed` is wanted. After the last
 * one the whole has been checked.
 *
 * Throws `backup.not-one` for another kind of file, `backup.newer` for a later container, and `backup.damaged` with the byte and
 * what stands there.
 */
export async function* readBlocks(path: string, options: { packed?: boolean } = {}): AsyncGenerator<Block> {
  const file = await openBackup(path);
  const { size } = await file.stat();
  const whole = createHash('sha256');
  let where = 'the beginning of the file';
  const damaged = (at: number, what: string) =>
    new BatonError(
      'invalid',
      'backup.damaged',
      `${path} is damaged at byte ${at}, in ${where}: ${what}. Nothing was restored; take another copy of it, or an older backup.`,
    );
  const read = async (at: number, length: number) => {
    const data = Buffer.alloc(length);
    const { bytesRead } = await file.read(data, 0, length, at);
    if (bytesRead < length) throw damaged(at, 'the file ends there');
    return data;
  };
  try {
    whole.update(await readFirstLine(file, path));
    let at = firstLine.length;
    for (let index = 0; ; index += 1) {
      const head = await read(at, headSize);
      const length = head.readUInt32BE();
      // Before so much memory is taken.
      if (at + headSize + length + checkSize > size) throw damaged(at, 'the file ends before what begins there does');
      const body = await read(at + headSize, length + checkSize);
      const payload = body.subarray(0, length);
      if (!checksum(index, head, payload).equals(body.subarray(length))) {
        throw damaged(
          at,
          `what stands from there to byte ${at + headSize + length + checkSize} is not what was written`,
        );
      }
      const kind = head.toString('latin1', 4) as BlockKind;
      if (kind === 'Z') {
        await checkEnd(file, payload, whole, at, at + headSize + length + checkSize, damaged);
        yield { kind, payload, at };
        return;
      }
      whole.update(head).update(body);
      if (kind === 'T') where = `the rows of the table "${JSON.parse(payload.toString()).name}"`;
      if (kind === 'E' || kind === 'H') where = 'what follows a table';
      if (kind === 'J') where = 'the waiting jobs';
      const isPacked = packedKinds.has(kind) && options.packed !== true;
      yield { kind, payload: isPacked ? await unpack(payload) : payload, at };
      at += headSize + length + checkSize;
    }
  } finally {
    await file.close();
  }
}

async function checkEnd(
  file: FileHandle,
  payload: Buffer,
  whole: Hash,
  at: number,
  end: number,
  damaged: (at: number, what: string) => BatonError,
): Promise<void> {
  const { sha256 } = JSON.parse(payload.toString()) as { sha256: string };
  if (whole.digest('hex') !== sha256) throw damaged(at, 'the checksum of the whole file is another');
  const { size } = await file.stat();
  if (size !== end + trailerSize) throw damaged(Math.min(size, end), 'the file does not end where it should');
  const trailer = Buffer.alloc(trailerSize);
  await file.read(trailer, 0, trailerSize, end);
  if (trailer.readBigUInt64BE() !== BigInt(at)) throw damaged(end, 'the place of the last block is another');
}

/** The first and the last block without what is between, for lists. Checks these two only; null where they cannot be read. */
export async function readEnds(path: string): Promise<{ header: Buffer; summary: Buffer; size: number } | null> {
  const file = await openBackup(path);
  try {
    const { size } = await file.stat();
    await readFirstLine(file, path);
    const trailer = Buffer.alloc(trailerSize);
    await file.read(trailer, 0, trailerSize, size - trailerSize);
    const last = Number(trailer.readBigUInt64BE());
    const header = await readOne(file, firstLine.length, size);
    const summary = await readOne(file, last, size);
    return header === null || summary === null ? null : { header, summary, size };
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

async function readOne(file: FileHandle, at: number, size: number): Promise<Buffer | null> {
  const head = Buffer.alloc(headSize);
  await file.read(head, 0, headSize, at);
  const length = head.readUInt32BE();
  if (at + headSize + length > size) return null;
  const payload = Buffer.alloc(length);
  await file.read(payload, 0, length, at + headSize);
  return payload;
}

async function openBackup(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new BatonError('not-found', 'backup.unreadable', `The backup ${path} cannot be read (${reason}).`);
  }
}

async function readFirstLine(file: FileHandle, path: string): Promise<Buffer> {
  const found = Buffer.alloc(firstLine.length);
  await file.read(found, 0, found.length, 0);
  if (found.equals(firstLine)) return found;
  if (/^baton-backup \d+\n/.test(found.toString('latin1'))) {
    throw new BatonError(
      'conflict',
      'backup.newer',
      `${path} was written by a newer Baton. Restore it with that version.`,
    );
  }
  throw new BatonError('invalid', 'backup.not-one', `${path} is not a backup of Baton, or its first line is damaged.`);
}

/**
 * What a table holds, whatever the order of its rows: their number, and the sum of their SHA-256 in eight lanes of 32 bits.
 * Rows are lines of PostgreSQL's COPY as text, in which a line break within a value is written `\n`.
 */
export type RowDigest = { add(chunk: Buffer): void; end(): { rows: number; digest: string } };

export function startDigest(): RowDigest {
  const lanes = new Uint32Array(8);
  let rows = 0;
  let rest: Buffer | null = null;
  const take = (line: Buffer) => {
    const value = hash('sha256', line, 'buffer');
    for (let lane = 0; lane < 8; lane += 1) {
      lanes[lane] = ((lanes[lane] as number) + value.readUInt32BE(lane * 4)) >>> 0;
    }
    rows += 1;
  };
  return {
    add(chunk) {
      const data = rest === null ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let to = data.indexOf(10, from); to >= 0; to = data.indexOf(10, from)) {
        take(data.subarray(from, to));
        from = to + 1;
      }
      rest = from === data.length ? null : data.subarray(from);
    },
    end() {
      if (rest !== null) throw new Error('The last row has no end.');
      return { rows, digest: [...lanes].map((lane) => lane.toString(16).padStart(8, '0')).join('') };
    },
  };
}
