import { z } from 'zod';
import { oneLine } from '../text';

export const Person = z.object({ id: z.uuid(), name: z.string(), email: z.string() });
export type Person = z.infer<typeof Person>;

/** Compatibility-normalised and lower-cased before it is validated, so that no look-alike `@` passes (GHSA-7rqj-j65f-68wh). */
export const Email = z
  .string()
  .transform((email) => email.normalize('NFKC').trim().toLowerCase())
  .pipe(z.email('Enter an e-mail address, for example ada@example.com.').max(254));

export const PersonName = oneLine.min(1, 'Enter a name.').max(80, 'Use at most 80 characters.');

/** Length only; the list of common passwords is checked by the verb. */
export const Password = z.string().min(12, 'Use at least 12 characters.').max(128, 'Use at most 128 characters.');

export const SetupInput = z.strictObject({
  code: z.string().min(1, 'Open the set-up link that the terminal shows.'),
  email: Email,
  name: PersonName,
  password: Password,
  issue_api_key: z.boolean().default(true).meta({ description: 'False when no API key is wanted, as in a browser.' }),
});
export type SetupInput = z.input<typeof SetupInput>;
export const SetupResult = z.object({ user: Person, api_key: z.string().nullable() });
export type SetupResult = z.infer<typeof SetupResult>;

export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  hint: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const CreateApiKeyInput = z.strictObject({
  name: oneLine.min(1, 'Give the key a name.').max(80, 'Use at most 80 characters.'),
  expires_in: z.int('Give whole seconds.').min(60).max(315_360_000).nullish(),
});
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;
export const CreatedApiKey = z.object({ api_key: ApiKey, raw: z.string() });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;
export const ApiKeyList = z.object({ api_keys: z.array(ApiKey), next_cursor: z.string().nullable() });
export type ApiKeyList = z.infer<typeof ApiKeyList>;

export const AskDeviceLoginInput = z.strictObject({
  machine: oneLine.min(1, 'Say which machine asks.').max(60, 'Use at most 60 characters.').meta({
    description: 'What the machine is called. People see it before they approve, and in the name of the key.',
  }),
});
export type AskDeviceLoginInput = z.input<typeof AskDeviceLoginInput>;

const interval = z.int().meta({ description: 'Seconds to wait before asking again.' });

/** Named as in RFC 8628 §3.2. */
export const AskedDeviceLogin = z.object({
  device_code: z.string().meta({ description: 'What the program asks with. Nobody else needs it.' }),
  user_code: z.string().meta({ description: 'What the person compares, `WDJB-MJHT`.' }),
  verification_uri: z.url().meta({ description: 'The page on which the person approves.' }),
  verification_uri_complete: z.url().meta({ description: 'The same page with the code filled in.' }),
  expires_in: z.int(),
  interval,
});
export type AskedDeviceLogin = z.infer<typeof AskedDeviceLogin>;

export const CollectDeviceLoginInput = z.strictObject({ device_code: z.string().min(1).max(200) });
export type CollectDeviceLoginInput = z.input<typeof CollectDeviceLoginInput>;

export const CollectedDeviceLogin = z.discriminatedUnion('status', [
  z.object({ status: z.literal(['pending', 'slow_down']), interval }),
  z.object({ status: z.literal('denied') }),
  z.object({ status: z.literal('expired').meta({ description: 'Also for what was collected, or never was.' }) }),
  CreatedApiKey.extend({ status: z.literal('approved'), user: Person }),
]);
export type CollectedDeviceLogin = z.infer<typeof CollectedDeviceLogin>;

const userCode = z.string().min(1, 'Enter the code that your terminal shows.').max(40);

export const LookAtDeviceLoginInput = z.strictObject({ user_code: userCode });
export type LookAtDeviceLoginInput = z.input<typeof LookAtDeviceLoginInput>;

export const DeviceLogin = z.object({
  user_code: z.string(),
  machine: z.string(),
  address: z.string().meta({ description: 'Where it was asked from.' }),
  same_address: z.boolean().meta({ description: 'Whether that is where this request comes from, too.' }),
  key_name: z.string().meta({ description: 'What the API key will be called.' }),
  asked_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});
export type DeviceLogin = z.infer<typeof DeviceLogin>;

export const DecideDeviceLoginInput = z.strictObject({ user_code: userCode, decision: z.enum(['approve', 'deny']) });
export type DecideDeviceLoginInput = z.input<typeof DecideDeviceLoginInput>;

export const SignInInput = z.strictObject({ email: Email, password: z.string().min(1).max(128) });
export type SignInInput = z.input<typeof SignInInput>;

export const Session = z.object({
  id: z.uuid(),
  address: z.string().nullable().meta({ description: 'Where it was begun from.' }),
  user_agent: z.string().nullable(),
  current: z.boolean().meta({ description: 'Whether this request was made in it.' }),
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});
export type Session = z.infer<typeof Session>;
export const SessionList = z.object({ sessions: z.array(Session), next_cursor: z.string().nullable() });
export type SessionList = z.infer<typeof SessionList>;

/** Who is signed in, as the account page shows it. */
export const Account = Person.extend({
  has_password: z.boolean().meta({ description: 'False for an account that signs in through another service only.' }),
  created_at: z.iso.datetime(),
});
export type Account = z.infer<typeof Account>;

export const UpdateAccountInput = z.strictObject({ name: PersonName });
export type UpdateAccountInput = z.input<typeof UpdateAccountInput>;

const currentPassword = z.string().max(128).optional().meta({
  description: 'Your password. An account without one needs a session that is younger than 10 minutes instead.',
});

export const ChangePasswordInput = z.strictObject({ current_password: currentPassword, password: Password });
export type ChangePasswordInput = z.input<typeof ChangePasswordInput>;

export const ChangeEmailInput = z.strictObject({ current_password: currentPassword, email: Email });
export type ChangeEmailInput = z.input<typeof ChangeEmailInput>;

/** The last piece of a link that was mailed or handed over. */
const linkToken = z.string().min(1, 'Open the link that you were sent.').max(200);

export const ConfirmEmailInput = z.strictObject({ token: linkToken });
export type ConfirmEmailInput = z.input<typeof ConfirmEmailInput>;

export const EndedSessions = z.object({ ended: z.int().meta({ description: 'How many sessions were ended.' }) });
export type EndedSessions = z.infer<typeof EndedSessions>;

export const DeleteAccountInput = z.strictObject({
  email: z.string().max(254).meta({ description: 'Your own address, to be sure.' }),
  current_password: currentPassword,
});
export type DeleteAccountInput = z.input<typeof DeleteAccountInput>;

export const AskPasswordResetInput = z.strictObject({ email: Email });
export type AskPasswordResetInput = z.input<typeof AskPasswordResetInput>;

export const UsePasswordResetInput = z.strictObject({ token: linkToken, password: Password });
export type UsePasswordResetInput = z.input<typeof UsePasswordResetInput>;

/** The same whatever was asked. */
export const Taken = z.strictObject({});
export type Taken = z.infer<typeof Taken>;

export const HandedLink = z.object({
  link: z.url().meta({ description: 'Works once, within the hour. Returned by this answer and never again.' }),
  expires_at: z.iso.datetime(),
});
export type HandedLink = z.infer<typeof HandedLink>;
/** An account at a sign-in provider that opens yours. */
export const Identity = z.object({
  id: z.uuid(),
  provider: z.string(),
  provider_name: z.string(),
  email: z.string().nullable().meta({ description: 'The address that the provider named when it was linked.' }),
  usable: z.boolean().meta({ description: 'Whether the provider is set, so that it can be signed in with.' }),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
});
export type Identity = z.infer<typeof Identity>;
export const IdentityList = z.object({
  identities: z.array(Identity),
  has_password: z.boolean(),
  providers: z.array(z.object({ id: z.string(), name: z.string() })).meta({ description: 'What can be linked.' }),
  next_cursor: z.string().nullable(),
});
export type IdentityList = z.infer<typeof IdentityList>;
