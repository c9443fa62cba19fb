'use client';

import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names';

const manager = Toast.createToastManager();

/** Says that something has happened; read out politely. Never the only place where a failure is told. */
export const toast = {
  success: (title: string, description?: string) => manager.add({ title, description, type: 'success' }),
  error: (title: string, description?: string) => manager.add({ title, description, type: 'error', priority: 'high' }),
};

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={3} timeout={5_000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 left-4 z-80 flex flex-col gap-2 outline-none sm:left-auto sm:w-90">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((item) => {
    const Icon = item.type === 'error' ? CircleAlert : CircleCheck;
    return (
      <Toast.Root
        key={item.id}
        toast={item}
        swipeDirection={['right', 'down']}
        className="rounded-lg border bg-surface shadow-lg transition-all duration-200 data-ending-style:translate-y-2 data-starting-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:opacity-0 data-limited:hidden"
      >
        <Toast.Content className="flex items-start gap-2.5 py-3 pr-2 pl-3.5">
          <Icon
            className={cn('mt-0.5 size-4 shrink-0', item.type === 'error' ? 'text-danger' : 'text-success')}
            aria-hidden="true"
          />
          <div className="min-w-0 flex-1">
            <Toast.Title render={<p />} className="break-words font-medium text-base" />
            <Toast.Description className="break-words text-muted-foreground text-sm" />
          </div>
          <Toast.Close
            aria-label="Dismiss"
            className="flex size-6 shrink-0 items-center justify-center rounded-sm text-muted-foreground hover:bg-hover"
          >
            <X className="size-3.5" aria-hidden="true" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}
