import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 256 random bits. Only the hash is stored: a copy of the database signs nobody in. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Derived from the session token, so that a page of ours can know it and nobody else can, without storing it. */
export const csrfTokenOf = (token: string): string =>
  createHmac('sha256', token).update('baton csrf').digest('base64url');
