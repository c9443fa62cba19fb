import { durationParts, type ExpiryUnit, expiryUnits } from '@/components/tokens/expiry';
import type { LeakAction, UpdateWorkspaceInput, Workspace } from '@/lib/workspaces/schemas';

/** A workspace's policy as it stands in the form. */
export interface PolicyDraft {
  hasMaximum: boolean;
  amount: string;
  unit: ExpiryUnit;
  expiryRequired: boolean;
  onLeak: LeakAction;
  /** Requests in any 60 seconds; empty for none. */
  rate: string;
}

export function policyDraftOf({
  token_policy: policy,
  rate_limit,
}: Pick<Workspace, 'token_policy' | 'rate_limit'>): PolicyDraft {
  const { amount, unit } = durationParts(policy.max_lifetime ?? proposedMax);
  return {
    hasMaximum: policy.max_lifetime !== null,
    amount: String(amount),
    unit,
    expiryRequired: policy.expiry_required,
    onLeak: policy.on_leak,
    rate: rate_limit === null ? '' : String(rate_limit),
  };
}

/** What the field holds when somebody switches the maximum on: 90 days. */
const proposedMax = 7_776_000;

/** What is no number stays one, so that the schema's own message is shown. */
export function policyInput(draft: PolicyDraft): Pick<UpdateWorkspaceInput, 'token_policy' | 'rate_limit'> {
  const number = (text: string) => Number(text.trim() || Number.NaN);
  return {
    token_policy: {
      max_lifetime: draft.hasMaximum ? Math.round(number(draft.amount) * expiryUnits[draft.unit]) : null,
      // A longest lifetime is an expiry: what is said about it while there is one stays as it was.
      expiry_required: draft.expiryRequired,
      on_leak: draft.onLeak,
    },
    rate_limit: draft.rate.trim() === '' ? null : number(draft.rate),
  };
}
