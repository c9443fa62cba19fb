import { ButtonLink } from '@/components/ui/button-link';

export default function DashboardNotFound() {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-20 text-center">
      <p className="font-mono text-muted-foreground text-sm">404</p>
      <h1 className="mt-2 font-semibold text-2xl">There is nothing here, or it is not yours</h1>
      <p className="mt-2 text-base text-muted-foreground">
        The workspace may have been deleted, or the address may be mistyped.
      </p>
      <ButtonLink href="/workspaces" className="mt-6">
        All workspaces
      </ButtonLink>
    </div>
  );
}
