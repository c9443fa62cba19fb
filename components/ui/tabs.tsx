'use client';

import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import { cn } from './class-names';

export const Tabs = BaseTabs.Root;

type TabsListProps = Omit<BaseTabs.List.Props, 'className'>;

export function TabsList(props: TabsListProps) {
  return <BaseTabs.List {...props} className="fade-edges flex gap-1 overflow-x-auto border-b px-2" />;
}

/** On a phone the row scrolls sideways; the chosen tab is brought into sight whole. */
export function Tab(props: Omit<BaseTabs.Tab.Props, 'className' | 'onFocus'>) {
  return (
    <BaseTabs.Tab
      {...props}
      onFocus={({ currentTarget }) => currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' })}
      className="-mb-px h-11 shrink-0 scroll-mx-12 border-transparent border-b-2 px-3 font-medium text-base text-muted-foreground -outline-offset-4 transition-colors hover:text-foreground data-active:border-accent data-active:text-foreground"
    />
  );
}

export function TabPanel({ className, ...props }: Omit<BaseTabs.Panel.Props, 'className'> & { className?: string }) {
  return <BaseTabs.Panel {...props} className={cn('-outline-offset-2', className)} />;
}
