import { createTransport } from 'nodemailer';
import type { MailSettings } from '../env';
import type { Log } from '../log';
import type { Outbox } from './outbox';

export interface Mail {
  /** One address, without a name. */
  to: string;
  subject: string;
  /** Plain text; lines of any length. */
  text: string;
}

export interface Mailer {
  /** False where no mail server is set: then nothing reaches anybody, and nobody has to be asked. */
  readonly isOn: boolean;
  /** Where mails are kept instead, for whoever develops or tries this on their own machine; null everywhere else. */
  readonly outbox: Outbox | null;
  /**
   * Hands a mail to the mail server, or gives up in some seconds. Never rejects: what a mail tells of has happened, whether it is told or not.
   * @returns whether the server took it
   */
  send(mail: Mail): Promise<boolean>;
  /** Waits for what is on its way, then lets go of the server. */
  close(): Promise<void>;
}

/** Mails on their way at the same time; each is some kB. */
const sendingMax = 1_000;

/** One address and nothing else: no list, no comment, no line break. */
const address = /^[^\s<>()[\]:;,"\\@\p{Cc}]+@[^\s<>()[\]:;,"\\@\p{Cc}]+$/u;

export const noMailer: Mailer = {
  isOn: false,
  outbox: null,
  send: async () => false,
  close: async () => undefined,
};

const keepingMailer = (outbox: Outbox): Mailer => ({
  ...noMailer,
  outbox,
  async send(mail) {
    outbox.keep(mail, new Date());
    return false;
  },
});

interface MailerOptions {
  /** How long the server may take to greet; a mail as a whole may take three times as long. */
  patienceMs?: number;
  /** What keeps mails where no server is set. */
  outbox?: Outbox | null;
}

/** Opens the way to the mail server; the first connection is made by the first mail. */
export function openMailer(
  settings: MailSettings | null,
  log: Pick<Log, 'warn'>,
  { patienceMs = 5_000, outbox = null }: MailerOptions = {},
): Mailer {
  if (settings === null) return outbox === null ? noMailer : keepingMailer(outbox);
  const { hostname, username } = new URL(settings.smtpUrl);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const transport = createTransport(
    {
      url: settings.smtpUrl,
      pool: true,
      maxConnections: 2,
      idleTimeout: 5_000,
      maxRequeues: 1,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: 2 * patienceMs,
      // A password goes over the network encrypted or not at all, unless the address itself says `?requireTLS=false`.
      requireTLS: username !== '' && !isLoopback,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from: settings.from },
  );
  const sending = new Set<Promise<boolean>>();

  async function deliver({ to, subject, text }: Mail): Promise<boolean> {
    try {
      if (!address.test(to)) throw Object.assign(new Error('not an address'), { code: 'EENVELOPE' });
      await transport.sendMail({
        // As an object: a string would be read as a list of addresses.
        to: { name: '', address: to },
        subject: subject.replace(/\p{Cc}+/gu, ' '),
        text,
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.timeout(3 * patienceMs),
      });
      return true;
    } catch (error) {
      log.warn(causeOf(error), 'a mail was not sent');
      return false;
    }
  }

  return {
    isOn: true,
    outbox: null,
    async send(mail) {
      if (sending.size >= sendingMax) {
        log.warn({ cause: 'too many at once' }, 'a mail was not sent');
        return false;
      }
      const delivery = deliver(mail);
      sending.add(delivery);
      try {
        return await delivery;
      } finally {
        sending.delete(delivery);
      }
    },
    async close() {
      await Promise.all(sending);
      transport.close();
    },
  };
}

/** Never the message: mail servers repeat addresses in it. */
function causeOf(error: unknown): { cause: string; reply: number | null } {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return {
    cause: typeof code === 'string' ? code : 'unknown',
    reply: typeof responseCode === 'number' ? responseCode : null,
  };
}
