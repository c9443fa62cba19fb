import { describe, expect, it } from 'vitest';
import { UpdateWorkspaceInput } from '@/lib/workspaces/schemas';
import { policyDraftOf, policyInput } from './policy-draft';

const policy = { max_lifetime: 5_400, expiry_required: true, on_leak: 'notify' } as const;

describe('the policy in the form', () => {
  it.each([
    { token_policy: policy, rate_limit: 600 },
    { token_policy: { max_lifetime: null, expiry_required: false, on_leak: 'revoke' } as const, rate_limit: null },
    { token_policy: { ...policy, max_lifetime: 90 }, rate_limit: 1 },
  ])('is saved as it was when nothing was changed: %j', (stored) => {
    expect(policyInput(policyDraftOf(stored))).toEqual(stored);
  });

  it('is never taken for “no maximum” while the number is unfinished', () => {
    const draft = { ...policyDraftOf({ token_policy: policy, rate_limit: null }), amount: '' };
    expect(UpdateWorkspaceInput.safeParse(policyInput(draft)).success).toBe(false);
    expect(UpdateWorkspaceInput.safeParse(policyInput({ ...draft, amount: '1', rate: 'many' })).success).toBe(false);
  });
});
