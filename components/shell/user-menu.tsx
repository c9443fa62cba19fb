'use client';

import { ChevronsUpDown, Inbox, LogOut, UserRound } from 'lucide-react';
import Link from 'next/link';
import {
  Menu,
  MenuContent,
  MenuGroup,
  MenuItem,
  MenuLabel,
  MenuLinkItem,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '@/components/ui/menu';
import { themes, useThemeChoice } from './themes';
import { useSignOut } from './use-sign-out';

export interface UserMenuProps {
  user: { name: string; email: string };
  hasOutbox: boolean;
  /** The square of the phone's bar shows the initial only. */
  compact?: boolean;
}

export function UserMenu({ user, hasOutbox, compact = false }: UserMenuProps) {
  const { theme, setTheme } = useThemeChoice();
  const signOut = useSignOut();
  return (
    <Menu>
      <MenuTrigger
        aria-label={`Account menu of ${user.name}`}
        className={
          compact
            ? 'flex size-9 items-center justify-center rounded-full'
            : 'flex w-full items-center gap-2.5 rounded-md p-2 text-left transition-colors hover:bg-hover data-popup-open:bg-hover'
        }
      >
        <Avatar name={user.name} />
        {!compact && (
          <>
            <span className="grid min-w-0 flex-1">
              <span className="truncate font-medium text-base leading-5">{user.name}</span>
              <span className="truncate text-muted-foreground text-xs">{user.email}</span>
            </span>
            <ChevronsUpDown className="size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
          </>
        )}
      </MenuTrigger>
      <MenuContent align={compact ? 'end' : 'start'} side={compact ? 'bottom' : 'top'} className="w-56">
        <MenuLinkItem render={<Link href="/account" />}>
          <UserRound aria-hidden="true" />
          Account
        </MenuLinkItem>
        {hasOutbox && (
          <MenuLinkItem render={<Link href="/outbox" />}>
            <Inbox aria-hidden="true" />
            Outbox
          </MenuLinkItem>
        )}
        <MenuSeparator />
        <MenuRadioGroup value={theme} onValueChange={setTheme}>
          <MenuGroup>
            <MenuLabel>Theme</MenuLabel>
            {themes.map(({ value, label, icon: Icon }) => (
              <MenuRadioItem key={value} value={value}>
                <Icon aria-hidden="true" />
                {label}
              </MenuRadioItem>
            ))}
          </MenuGroup>
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem onClick={() => signOut.mutate()} closeOnClick={false} disabled={signOut.isPending}>
          <LogOut aria-hidden="true" />
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-subtle font-semibold text-accent text-xs uppercase"
    >
      {[...name][0]}
    </span>
  );
}
