import { newId } from '../ids';
import type { Mail } from './mailer';

export interface KeptMail extends Mail {
  id: string;
  at: Date;
}

/** The latest mails of a process that has no mail server, in its memory and nowhere else. */
export interface Outbox {
  keep(mail: Mail, at: Date): void;
  /** Newest first. */
  list(): KeptMail[];
}

const keptMax = 100;

export function createOutbox(): Outbox {
  const mails: KeptMail[] = [];
  return {
    keep({ to, subject, text }, at) {
      mails.push({ id: newId(at.getTime()), to, subject, text, at });
      if (mails.length > keptMax) mails.shift();
    },
    list: () => mails.toReversed(),
  };
}
