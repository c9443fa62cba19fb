'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogHeader } from '@/components/ui/dialog';
import { ErrorLine } from '@/components/ui/error-line';
import { Problem } from '@/components/ui/problem';
import { SegmentedRadio } from '@/components/ui/segmented-radio';
import { useNow } from '@/components/ui/time';
import { useFieldErrors } from '@/components/ui/use-field-errors';
import { useWorkspace } from '@/components/workspaces/use-workspaces';
import { type CreatedToken, gracePresets, RotateTokenInput, type Token } from '@/lib/tokens/schemas';
import { defaultExpiry, type Expiry, expiryError, expirySeconds, isAllowed } from './expiry';
import { ExpiryField } from './expiry-field';
import { RecentUse } from './recent-use';
import { useRotateToken } from './use-tokens';

interface RotateDialogProps {
  slug: string;
  token: Token;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRotated: (created: CreatedToken) => void;
  finalFocus: () => HTMLElement | boolean;
}

/** A new token in the place of this one. How long both work is the one thing to decide. */
export function RotateDialog({ open, onOpenChange, finalFocus, ...props }: RotateDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent finalFocus={finalFocus}>
        <DialogHeader
          title={`Rotate ${props.token.name}`}
          description="Makes a new token with the same name, access and limits. You see it once, on the next screen."
        />
        <RotateForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

const presets = gracePresets.map(({ label, seconds }) => ({ value: String(seconds), label }));
const dayS = 86_400;

function RotateForm({ slug, token, onRotated }: Pick<RotateDialogProps, 'slug' | 'token' | 'onRotated'>) {
  const { token_policy: policy } = useWorkspace(slug).data;
  const now = useNow();
  const lifetime = token.expires_at === null ? null : (Date.parse(token.expires_at) - now) / 1000;
  const keepsDate = isAllowed(lifetime, policy);
  const [grace, setGrace] = useState(String(dayS));
  const [expiryKind, setExpiryKind] = useState<'keep' | 'new'>(keepsDate ? 'keep' : 'new');
  const [expiry, setExpiry] = useState<Expiry>(() => defaultExpiry(policy));
  const { form, errors, check, clear, showProblem } = useFieldErrors();
  const rotate = useRotateToken(slug, token.id);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check(RotateTokenInput, {
      grace: Number(grace),
      ...(expiryKind === 'keep' ? {} : { expires_in: expirySeconds(expiry, Date.now()) }),
    });
    if (input === null) return;
    rotate.mutate(input, { onSuccess: onRotated, onError: showProblem });
  };

  const isUnplaced = rotate.isError && Object.keys(errors).length === 0;
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
      <DialogBody className="grid grid-cols-1 gap-6">
        {isUnplaced && <Problem error={rotate.error} />}
        <div className="grid gap-2">
          <SegmentedRadio
            legend="The old token stops"
            value={grace}
            onChange={setGrace}
            options={presets.map(({ value, label }) => ({ value, label: value === '0' ? 'Now' : `After ${label}` }))}
          />
          <p className="min-h-10 text-pretty text-muted-foreground text-sm tabular-nums" aria-live="polite">
            {graceText(Number(grace), lifetime, now)}
          </p>
          {grace === '0' && <RecentUse token={token} />}
        </div>
        <div className="grid gap-2">
          <SegmentedRadio
            legend="Expiry of the new token"
            value={expiryKind}
            onChange={(kind) => {
              setExpiryKind(kind);
              clear('expires_in');
            }}
            options={[
              { value: 'keep', label: token.expires_at === null ? 'Never, as before' : 'The same date' },
              { value: 'new', label: 'Another' },
            ]}
          />
          {expiryKind === 'keep' && errors.expires_in && <ErrorLine text={errors.expires_in} />}
          {expiryKind === 'keep' && (
            <p className="text-muted-foreground text-sm tabular-nums">
              {token.expires_at === null ? 'Works until it is revoked.' : `Stops working ${moment(token.expires_at)}.`}
            </p>
          )}
        </div>
        {expiryKind === 'new' && (
          <ExpiryField
            legend="Another expiry"
            value={expiry}
            policy={policy}
            onChange={(value) => {
              setExpiry(value);
              clear('expires_in');
            }}
            error={errors.expires_in && expiryError(expiry, errors.expires_in)}
          />
        )}
      </DialogBody>
      <DialogFooter>
        <DialogClose render={<Button variant="secondary" />}>Cancel</DialogClose>
        <Button type="submit" pending={rotate.isPending}>
          Rotate token
        </Button>
      </DialogFooter>
    </form>
  );
}

const local = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const moment = (at: string | number) => local.format(new Date(at));

/** @param lifetime seconds until the old token expires by itself, null for never. `now` in Unix milliseconds. */
function graceText(grace: number, lifetime: number | null, now: number): string {
  if (grace === 0) return 'The next request with the old token is refused, and streams it holds open are closed.';
  if (lifetime !== null && lifetime <= grace) {
    return `The old token expires ${moment(now + lifetime * 1000)} by itself, and no grace outlasts that. Until then both work.`;
  }
  return `Both work until ${moment(now + grace * 1000)}. The list shows whether anybody still uses the old one, and you can end it there sooner.`;
}
