import { LinkButton } from '../../ui/link-button.tsx';
import type { MergeObject } from './merge-words.ts';

/** From the list of records to those that may be one. */
export function DuplicatesLink({ object }: { object: MergeObject }) {
  return <LinkButton to={object === 'contact' ? '/people/duplicates' : '/companies/duplicates'}>Duplicates</LinkButton>;
}
