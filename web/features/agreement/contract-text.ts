/** What the reading view lays out beyond sentences, read from the agreement as data. */
import { z } from 'zod';
import { type Department, MemberDepartment } from '../../../src/core/access.ts';

const Head = z.enum(['head-of-marketing', 'head-of-sales']);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).default([]);

const Data = z.object({
  calendar: z.object({ timezone: z.string() }).optional(),
  vocabulary: list(
    z.object({
      term: z.string(),
      owner: Head,
      marketingSays: z.string().optional(),
      salesSays: z.string().optional(),
      means: z.string(),
    }),
  ),
  journey: list(z.object({ key: z.string(), name: z.string(), accountable: MemberDepartment })),
  stages: list(
    z.object({
      key: z.string(),
      name: z.string(),
      by: MemberDepartment.optional(),
    }),
  ),
  consequences: list(z.object({ owner: Head })),
});

export type ContractText = ReturnType<typeof readContract>;
export type Word = ContractText['vocabulary'][number];

const sideOfHead = (owner: z.infer<typeof Head>): Department => (owner === 'head-of-sales' ? 'sales' : 'marketing');

/**
 * @example
 * readContract({ calendar: { timezone: 'Europe/Berlin' } }).calendar?.timezone // 'Europe/Berlin'
 */
export function readContract(agreement: unknown) {
  const { vocabulary, consequences, ...rest } = Data.parse(agreement);
  return {
    ...rest,
    vocabulary: vocabulary.map(({ owner, marketingSays, salesSays, ...word }) => ({
      ...word,
      owner: sideOfHead(owner),
      marketingSays: marketingSays ?? null,
      salesSays: salesSays ?? null,
    })),
    consequences: consequences.map(({ owner }) => sideOfHead(owner)),
  };
}
