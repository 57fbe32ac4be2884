/** A link that looks like a button: goes to another page of Baton. `to` and `search` are checked against the routes. */
import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type AnchorButtonProps = ButtonProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & {
    ref?: Ref<HTMLAnchorElement>;
    'data-size'?: 'small';
  };

function AnchorButton(props: AnchorButtonProps) {
  return <Button component="a" {...props} />;
}

export const LinkButton = createLink(AnchorButton);
