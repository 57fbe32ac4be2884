import { hash, verify } from '@node-rs/argon2';

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane. argon2id is the library's default kind.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Never equal to any password: checking against it takes as long as checking a real one. */
let decoy: Promise<string> | undefined;

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Whether the password fits. Without a hash it takes the same time and is false: nobody learns who has an account. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash('no password is this one', cost);
  const fits = await verify(passwordHash ?? (await decoy), password);
  return fits && passwordHash !== null;
}
