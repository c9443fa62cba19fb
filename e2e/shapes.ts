import { expect } from '@playwright/test';

/** What values of the REST API look like, for `toEqual`. */
export const matching = (pattern: RegExp) => expect.stringMatching(pattern);
export const uuidV7 = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const instant = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
/** Well-formed, and nobody's. */
export const nobodysId = '019abcde-0000-7000-8000-000000000000';

/** A whole `application/problem+json` body. */
export const problem = (status: number, code: string) => ({
  type: expect.any(String),
  title: expect.any(String),
  status,
  code,
  detail: matching(/\S/),
  request_id: matching(/\S/),
});
