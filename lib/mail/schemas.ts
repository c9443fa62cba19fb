import { z } from 'zod';

export const OutboxMail = z.object({
  id: z.uuid(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  at: z.iso.datetime(),
});
export type OutboxMail = z.infer<typeof OutboxMail>;
export const OutboxList = z.object({ mails: z.array(OutboxMail) });
export type OutboxList = z.infer<typeof OutboxList>;
