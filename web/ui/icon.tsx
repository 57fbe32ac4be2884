/** Our line icons, 16 px, silent: the words stand beside them or in the control's label. */
import type { ReactNode } from 'react';

const shapes = {
  board: <path d="M2.5 13.5v-5M6.2 13.5v-9M9.8 13.5v-6M13.5 13.5v-11" />,
  inbox: <path d="M2 9.5 4 3h8l2 6.5v3.5H2zM2 9.5h3.5l1 2h3l1-2H14" />,
  left: <path d="M10 3.8 5.8 8l4.2 4.2" />,
  settings: (
    <path d="M2 4.5h6.2M12.2 4.5H14M2 11.500h1.800M7.8 11.500H14M10.2 2.500a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM5.8 9.500a2 2 0 1 1 0 4 2 2 0 0 1 0-4z" />
  ),
  more: <path d="M3 4.5h10M3 8h10M3 11.500h10" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="m10.2 10.2 3.3 3.3" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.500v11a5.5 5.5 0 0 0 0-11z" fill="currentColor" />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5.5" r="2.7" />
      <path d="M2.8 13.500c.6-2.6 2.7-3.9 5.2-3.900s4.6 1.3 5.2 3.9" />
    </>
  ),
  building: <path d="M2.5 13.500h11M4 13.500v-11h5v11M9 6.500h3v7M6.200 5.200h.6M6.200 7.700h.6M6.200 10.200h.6" />,
  plus: <path d="M8 3v10M3 8h10" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  bell: <path d="M3.5 11.500h9l-1.200-1.800V7a3.300 3.300 0 0 0-6.600 0v2.700zM6.800 13.500h2.400" />,
  deal: <path d="M2.5 3h3v10h-3zM6.5 3h3v6.500h-3zM10.500 3h3v4h-3z" />,
  tasks: <path d="m2.5 4.500 1.300 1.300L6 3.500M2.5 11l1.300 1.300L6 10M8.5 4.800h5M8.5 11.300h5" />,
  check: <path d="m3 8.5 3.2 3.200L13 4.8" />,
  copy: <path d="M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3" />,
  down: <path d="m4 6.2 4 4 4-4" />,
  right: <path d="m6 3.8 4.2 4.200L6 12.2" />,
  dots: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.5" />,
  out: <path d="M6.5 2.500h-4v11h4M10.5 5l3 3-3 3M13.2 8H6" />,
  keyboard: <path d="M1.5 4h13v8.500h-13zM4.2 7h.01M6.7 7h.01M9.3 7h.01M11.8 7h.01M5 10h6" />,
  door: <path d="M3.5 14V2h9v12M1.5 14h13M9.8 8.200h.01" />,
  comment: <path d="M2.500 3h11v8h-5.500L5 13.600V11H2.500z" />,
  doc: <path d="M4 2h5.500L12.500 5v9H4zM6.500 7.500H10M6.500 10.500H10" />,
  upload: <path d="M8 10.500v-8M4.8 5.5 8 2.300l3.2 3.200M2.5 10.500v3h11v-3" />,
  observed: (
    <>
      <path d="M1.800 8C3.300 5.200 5.500 3.800 8 3.800s4.700 1.400 6.200 4.200c-1.500 2.800-3.700 4.200-6.200 4.200S3.300 10.800 1.800 8z" />
      <circle cx="8" cy="8" r="1.900" />
    </>
  ),
  typed: <path d="m3 13 .6-2.900 7-7 2.300 2.300-7 7zM9.200 4.500l2.300 2.300" />,
  globe: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M2.2 8h11.600M8 2.200c3.2 3.6 3.2 8 0 11.600M8 2.200c-3.2 3.6-3.2 8 0 11.6" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none' }}
    >
      {shapes[name]}
    </svg>
  );
}
