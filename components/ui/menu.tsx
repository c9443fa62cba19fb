'use client';

import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { cn } from './class-names';

export const Menu = BaseMenu.Root;
export const MenuTrigger = BaseMenu.Trigger;
export const MenuGroup = BaseMenu.Group;
export const MenuRadioGroup = BaseMenu.RadioGroup;

const itemClasses =
  'flex min-h-8 cursor-default select-none items-center gap-2.5 rounded-sm px-2 text-base outline-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground';

/** Menus belong to the page's content, not beside it: assistive technology moves from landmark to landmark. */
const landmark = () => (typeof document === 'undefined' ? undefined : (document.getElementById('main') ?? undefined));

type MenuContentProps = Pick<BaseMenu.Positioner.Props, 'align' | 'side'> &
  Omit<BaseMenu.Popup.Props, 'className'> & { className?: string };

export function MenuContent({ align = 'end', side = 'bottom', className, ...props }: MenuContentProps) {
  return (
    <BaseMenu.Portal container={landmark()}>
      <BaseMenu.Positioner align={align} side={side} sideOffset={6} className="z-50 outline-none">
        <BaseMenu.Popup
          {...props}
          className={cn(
            'min-w-44 rounded-lg border bg-surface p-1 shadow-lg outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0',
            className,
          )}
        />
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  );
}

type MenuItemProps = Omit<BaseMenu.Item.Props, 'className'> & { danger?: boolean };

export function MenuItem({ danger = false, ...props }: MenuItemProps) {
  return (
    <BaseMenu.Item
      {...props}
      className={cn(itemClasses, danger && 'text-danger data-highlighted:bg-danger-subtle [&_svg]:text-danger')}
    />
  );
}

export function MenuLinkItem(props: Omit<BaseMenu.LinkItem.Props, 'className'>) {
  return <BaseMenu.LinkItem {...props} className={itemClasses} />;
}

export function MenuRadioItem({ children, ...props }: Omit<BaseMenu.RadioItem.Props, 'className'>) {
  return (
    <BaseMenu.RadioItem {...props} className={itemClasses}>
      {children}
      <BaseMenu.RadioItemIndicator className="ml-auto">
        <Check aria-hidden="true" />
      </BaseMenu.RadioItemIndicator>
    </BaseMenu.RadioItem>
  );
}

export function MenuLabel(props: Omit<BaseMenu.GroupLabel.Props, 'className'>) {
  return <BaseMenu.GroupLabel {...props} className="px-2 pt-2 pb-1 font-medium text-muted-foreground text-xs" />;
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="-mx-1 my-1 h-px bg-border" />;
}
