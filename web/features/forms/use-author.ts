import { createForm } from '../../../src/features/forms/schema.ts';
import { may, useSession } from '../../session.ts';

/** Whether the signed-in member may change forms and read what people sent, as the server decides it: they are Marketing's. */
export function useAuthor(): boolean {
  const { member } = useSession();
  const { role, actsFor, department } = member;
  if (!may(role, createForm)) return false;
  return role === 'admin' || role === 'head' || actsFor.length > 0 || department !== 'sales';
}
