import type { VariantProps } from 'class-variance-authority';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonVariants } from './button';
import { cn } from './class-names';

interface ButtonLinkProps extends VariantProps<typeof buttonVariants> {
  href: Route;
  className?: string;
  children: ReactNode;
}

/** A link that looks like a button: it leads somewhere, so it is an anchor. */
export function ButtonLink({ className, variant, size, ...props }: ButtonLinkProps) {
  return <Link {...props} className={cn(buttonVariants({ variant, size }), className)} />;
}
