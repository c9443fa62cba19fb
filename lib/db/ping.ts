import type { Db } from './client';

const deadlineMs = 1000;

/** Proves within a second that the database answers from its tables. @throws when it does not. */
export async function ping(db: Db): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The database did not answer within ${deadlineMs} ms.`)), deadlineMs);
  });
  try {
    await Promise.race([db.setting.findFirst({ select: { key: true } }), late]);
  } finally {
    clearTimeout(timer);
  }
}
