import { describe, expect, it } from 'vitest';
import { grantableRoles } from './role-words';

describe('grantableRoles', () => {
  it('offers nobody a role above their own', () => {
    expect(grantableRoles('owner')).toEqual(['owner', 'admin', 'member']);
    expect(grantableRoles('admin')).toEqual(['admin', 'member']);
    expect(grantableRoles('member')).toEqual(['member']);
  });
});
