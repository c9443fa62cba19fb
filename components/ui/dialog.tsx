'use client';

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { cva, type VariantProps } from 'class-variance-authority';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './class-names';

export const Dialog = BaseDialog.Root;

const popupVariants = cva('fixed z-50 flex flex-col bg-surface outline-none transition-all duration-200', {
  variants: {
    shape: {
      // A sheet at the bottom of a phone, a centred window elsewhere.
      window:
        'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-xl border-t shadow-lg data-ending-style:translate-y-6 data-starting-style:translate-y-6 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:inset-auto sm:top-1/2 sm:left-1/2 sm:max-h-[88dvh] sm:w-[calc(100%-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl sm:border sm:data-ending-style:-translate-y-[calc(50%-8px)] sm:data-starting-style:-translate-y-[calc(50%-8px)]',
      side: 'inset-y-0 left-0 w-72 max-w-[85vw] border-r shadow-lg data-ending-style:-translate-x-full data-starting-style:-translate-x-full',
      // What is looked at beside a list: at the right of it, from below on a phone.
      sheet:
        'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-xl border-t shadow-lg data-ending-style:translate-y-6 data-starting-style:translate-y-6 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:inset-y-0 sm:right-0 sm:left-auto sm:max-h-none sm:w-full sm:rounded-none sm:border-t-0 sm:border-l sm:data-ending-style:translate-x-6 sm:data-ending-style:translate-y-0 sm:data-starting-style:translate-x-6 sm:data-starting-style:translate-y-0',
      screen: 'inset-0 bg-background data-ending-style:opacity-0 data-starting-style:opacity-0',
    },
    width: { small: 'sm:max-w-md', medium: 'sm:max-w-xl', large: 'sm:max-w-4xl' },
  },
  compoundVariants: [{ shape: ['side', 'screen'], className: 'sm:max-w-none' }],
  defaultVariants: { shape: 'window', width: 'medium' },
});

type DialogContentProps = VariantProps<typeof popupVariants> &
  Omit<BaseDialog.Popup.Props, 'className'> & { className?: string };

/** Traps and restores focus; what lies behind it is inert. */
export function DialogContent({ shape, width, className, ...props }: DialogContentProps) {
  return (
    <BaseDialog.Portal>
      {/* What fills the screen has nothing behind it to darken. */}
      {shape !== 'screen' && (
        <BaseDialog.Backdrop
          data-backdrop=""
          className="fixed inset-0 z-40 bg-backdrop transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0"
        />
      )}
      <BaseDialog.Popup {...props} className={cn(popupVariants({ shape, width }), className)} />
    </BaseDialog.Portal>
  );
}

interface DialogHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  /** False where closing needs a decision. */
  closable?: boolean;
}

export function DialogHeader({ title, description, closable = true }: DialogHeaderProps) {
  return (
    <div className="flex items-start justify-between gap-4 border-b px-5 py-4 sm:px-6">
      <div className="grid min-w-0 grid-cols-1 gap-1">
        <BaseDialog.Title className="break-words font-semibold text-lg">{title}</BaseDialog.Title>
        {description && (
          <BaseDialog.Description className="text-base text-muted-foreground">{description}</BaseDialog.Description>
        )}
      </div>
      {closable && (
        <BaseDialog.Close
          aria-label="Close"
          render={<Button variant="ghost" size="icon-small" className="-mt-1 -mr-2 text-muted-foreground" />}
        >
          <X aria-hidden="true" />
        </BaseDialog.Close>
      )}
    </div>
  );
}

/** The part that scrolls; it can be reached by keyboard when it holds nothing focusable. */
export function DialogBody({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div className={cn('min-h-0 overflow-y-auto overscroll-contain px-5 py-5 sm:px-6', className)}>{children}</div>
  );
}

export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse gap-2 border-t bg-background px-5 py-3.5 pb-[max(0.875rem,env(safe-area-inset-bottom))] sm:flex-row sm:items-center sm:justify-end sm:rounded-b-xl sm:px-6">
      {children}
    </div>
  );
}

export const DialogTitle = BaseDialog.Title;
export const DialogDescription = BaseDialog.Description;
export const DialogClose = BaseDialog.Close;
