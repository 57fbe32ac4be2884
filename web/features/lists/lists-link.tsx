import { LinkButton } from '../../ui/link-button.tsx';

/** From a table to the lists of what it shows. */
export function ListsLink({ object }: { object: 'contact' | 'account' }) {
  return (
    <LinkButton to="/lists" search={object === 'account' ? { of: 'companies' } : {}}>
      Lists
    </LinkButton>
  );
}
