'use client';

import { Download } from 'lucide-react';
import { Button } from './button';
import { Menu, MenuContent, MenuLinkItem, MenuTrigger } from './menu';

const formats = [
  { format: 'csv', label: 'CSV, for spreadsheets' },
  { format: 'json', label: 'JSON, for programs' },
] as const;

interface ExportButtonsProps {
  /** Below `/api/v1`, with its leading slash, without a query. */
  path: string;
  /** What the view shows: the file holds the same. */
  query?: URLSearchParams;
  /** What is exported, for whoever hears the button instead of seeing its place: `calls`. */
  of: string;
}

/** Downloads what a view shows. Links, so that the browser saves the file while it arrives, however long it is. */
export function ExportButtons({ path, query, of }: ExportButtonsProps) {
  const href = (format: string) => `/api/v1${path}?${new URLSearchParams([...(query ?? []), ['format', format]])}`;
  return (
    <Menu>
      <MenuTrigger render={<Button variant="secondary" size="small" />} aria-label={`Export ${of}`}>
        <Download aria-hidden="true" />
        Export
      </MenuTrigger>
      <MenuContent>
        {formats.map(({ format, label }) => (
          <MenuLinkItem key={format} href={href(format)} download closeOnClick>
            {label}
          </MenuLinkItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
