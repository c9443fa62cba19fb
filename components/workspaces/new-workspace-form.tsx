'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Problem } from '@/components/ui/problem';
import { Textarea } from '@/components/ui/textarea';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { Slug, slugFromName } from '@/lib/slug';
import { CreateWorkspaceInput } from '@/lib/workspaces/schemas';
import { useCreateWorkspace } from './use-workspaces';

const FormInput = CreateWorkspaceInput.extend({
  slug: z.string().min(1, 'Enter a slug: none can be made from this name.').pipe(Slug).optional(),
});

/** `origin` is the installation's public one, so that the URL shown is the one clients will use. */
export function NewWorkspaceForm({ origin }: { origin: string }) {
  const [name, setName] = useState('');
  // Null as long as the slug follows the name.
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [description, setDescription] = useState('');
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const create = useCreateWorkspace();
  const router = useRouter();
  const slug = ownSlug ?? slugFromName(name);
  // A name without a usable letter proposes nothing, and what is permanent must have been seen.
  const mustChoose = name.trim() !== '' && !Slug.safeParse(slug).success;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A slug that was only proposed is left to the server, which finds a free one.
    const chosen = ownSlug !== null || mustChoose ? { slug } : {};
    const input = check(FormInput, { name, description, ...chosen });
    if (input === null) return;
    create.mutate(input, {
      onSuccess: (workspace) => router.push(`/workspaces/${workspace.slug}/servers` as Route),
      onError: showProblem,
    });
  };

  const isUnplaced = create.isError && Object.keys(errors).length === 0;
  return (
    <form ref={form} onSubmit={submit} noValidate className="rounded-xl border bg-surface shadow-sm">
      <div className="grid gap-6 p-5 sm:p-6">
        {isUnplaced && <Problem error={create.error} />}
        <Field label="Name" error={errors.name} hint="A team, a project or a purpose. You can change it later.">
          <Input
            name="name"
            autoFocus
            required
            autoComplete="off"
            placeholder="Acme Engineering"
            value={name}
            onValueChange={(value) => {
              setName(value);
              clear('name');
            }}
          />
        </Field>
        <Field label="Slug" error={errors.slug} hint={<SlugHint origin={origin} slug={slug} />}>
          <Input
            name="slug"
            required={mustChoose}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="acme-engineering"
            className="font-mono"
            value={slug}
            onValueChange={(value) => {
              setOwnSlug(value === '' ? null : value);
              clear('slug');
            }}
          />
        </Field>
        <Field label="Description" optional error={errors.description}>
          <Textarea
            name="description"
            rows={3}
            value={description}
            onChange={(event) => {
              setDescription(event.target.value);
              clear('description');
            }}
          />
        </Field>
      </div>
      <div className="flex flex-col-reverse gap-2 border-t px-5 py-4 sm:flex-row sm:justify-end sm:px-6">
        <ButtonLink href="/workspaces" variant="secondary">
          Cancel
        </ButtonLink>
        <Button type="submit" pending={create.isPending}>
          Create workspace
        </Button>
      </div>
    </form>
  );
}

function SlugHint({ origin, slug }: { origin: string; slug: string }) {
  return (
    <span className="grid gap-1">
      <span>
        <strong className="font-medium text-foreground">Permanent</strong>, because it is part of the address that every
        client is given:
      </span>
      <output className="block break-all rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-foreground text-sm">
        {origin}/ws/{slug === '' ? <span className="text-muted-foreground">…</span> : slug}
      </output>
    </span>
  );
}
