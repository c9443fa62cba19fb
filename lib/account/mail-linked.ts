import type { Ctx } from '../access/ctx';
import type { ProviderAccount } from './provider-account';
import type { Person } from './schemas';
import { signInProviders } from './sign-in-providers';

/** Tells somebody at their own address that there is one more way into their account. It is on its way when this returns. */
export function mailLinked(ctx: Pick<Ctx, 'env' | 'mail'>, person: Person, account: ProviderAccount): void {
  const provider = signInProviders(ctx.env).find(({ id }) => id === account.provider)?.name ?? account.issuer;
  const lines = [
    `Hello ${person.name},`,
    '',
    `your account at ${ctx.env.url} can now be signed in to with ${provider}${account.email === null ? '' : ` (${account.email})`}.`,
    '',
    'If that was not you, unlink it there and end the sessions that you do not know:',
    '',
    `${ctx.env.url}/account`,
    '',
  ];
  void ctx.mail.send({
    to: person.email,
    subject: `${provider} can now be used to sign in as you`,
    text: lines.join('\n'),
  });
}
