import { hash, verify } from '@node-rs/argon2';

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane. argon2id is the library's default kind.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * The hash of nothing that anybody knows, at the same cost: checking against it takes as long as checking a real one,
 * from the first time on.
 */
const decoy = '$argon2id$v=19$m=19456,t=2,p=1$YmF0b24gc2lnbi1pbg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Keyboards write the same accented letter in different ways; one form of it is hashed. */
const fold = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(fold(password), cost);

/** Whether the password fits. Without a hash it takes the same time and is false: nobody learns who has an account. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? decoy, fold(password));
  return fits && passwordHash !== null;
}
