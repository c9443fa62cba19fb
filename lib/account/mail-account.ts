import type { Ctx } from '../access/ctx';
import type { HandedLink, Person } from './schemas';

type Mailing = Pick<Ctx, 'env' | 'mail'>;

const utc = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** Sends one person a text. It is on its way when this returns, and nobody waits for it. */
function mail({ mail }: Mailing, to: { name: string; email: string }, subject: string, lines: string[]): void {
  void mail.send({ to: to.email, subject, text: [`Hello ${to.name},`, '', ...lines, ''].join('\n') });
}

/** The link that sets a new password. */
export function mailPasswordReset(ctx: Mailing, person: Person, { link, expires_at }: HandedLink): void {
  mail(ctx, person, 'Choose a new password', [
    'somebody, probably you, asked for a way into your account without its password:',
    '',
    link,
    '',
    `The link works once, until ${utc(expires_at)}. Until you use it your password stays as it is.`,
    'If this was not you, do nothing: nothing happens then.',
  ]);
}

/** Tells the owner of an account that its password is another one. ASVS 6.3.7. */
export function mailPasswordChanged(ctx: Mailing, person: Person, how: 'reset' | 'changed'): void {
  mail(ctx, person, 'Your password was changed', [
    how === 'reset'
      ? 'the password of your account was changed with a reset link, and all of its sessions were ended.'
      : 'the password of your account was changed, and its other sessions were ended.',
    'API keys of yours work as before: if somebody else may have one, delete it.',
    '',
    `${ctx.env.url}/account`,
    '',
    `If this was not you, set a new password now: ${ctx.env.url}/reset-password`,
  ]);
}

/** Asks the new address whether it wants to be one. */
export function mailEmailConfirmation(
  ctx: Mailing,
  { name }: Person,
  email: string,
  { link, expires_at }: HandedLink,
): void {
  mail(ctx, { name, email }, 'Confirm your new e-mail address', [
    `open this link while you are signed in, to use ${email} for your account from now on:`,
    '',
    link,
    '',
    `It works once, until ${utc(expires_at)}. If you do not know what this is about, do nothing: nothing happens then.`,
  ]);
}

/** Tells the old address that it is no longer the account's. ASVS 6.3.7. */
export function mailEmailChanged(ctx: Mailing, before: Person, email: string): void {
  mail(ctx, before, 'Your e-mail address was changed', [
    `your account is now under ${email}, and this address no longer signs in to it.`,
    '',
    'If this was not you, tell whoever runs this installation at once.',
  ]);
}
