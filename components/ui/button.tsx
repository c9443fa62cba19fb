import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { cn } from './class-names';

export const buttonVariants = cva(
  'relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium text-base transition-colors disabled:cursor-not-allowed disabled:opacity-55 data-disabled:cursor-not-allowed data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-primary text-primary-foreground hover:bg-primary-hover',
        secondary: 'border bg-surface text-foreground shadow-sm hover:bg-hover',
        ghost: 'text-foreground hover:bg-hover',
        danger: 'bg-danger-solid text-danger-foreground hover:bg-danger-solid-hover',
        link: 'h-auto px-0 text-accent underline-offset-4 hover:underline',
      },
      size: {
        default: 'h-9 px-3.5',
        small: 'h-8 px-2.5 text-sm [&_svg]:size-3.5',
        large: 'h-10 px-4',
        icon: 'size-9',
        'icon-small': 'size-8',
      },
    },
    defaultVariants: { variant: 'primary', size: 'default' },
  },
);

interface ButtonProps extends Omit<BaseButton.Props, 'className'>, VariantProps<typeof buttonVariants> {
  className?: string;
  pending?: boolean;
}

/** `pending` keeps the width and the focus, shows that work is going on, and ignores further presses. */
export function Button({ className, variant, size, pending = false, disabled, children, ...props }: ButtonProps) {
  return (
    <BaseButton
      {...props}
      disabled={disabled || pending}
      focusableWhenDisabled={pending}
      aria-busy={pending || undefined}
      className={cn(buttonVariants({ variant, size }), className)}
    >
      {pending && (
        <span className="absolute inset-0 flex items-center justify-center">
          <LoaderCircle className="animate-spin" aria-hidden="true" />
        </span>
      )}
      <span className={cn('inline-flex items-center gap-2', pending && 'opacity-0')}>{children}</span>
    </BaseButton>
  );
}
