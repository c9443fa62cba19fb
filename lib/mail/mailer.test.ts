import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Mailer, noMailer, openMailer } from './mailer';
import { startMailServer, type TestMailServer } from './test-mail-server';

const from = 'Aerostack <aerostack@example.com>';

describe('mail', () => {
  let server: TestMailServer;
  let mailer: Mailer;
  const logged: unknown[] = [];
  const log = { warn: (...said: unknown[]) => void logged.push(...said) };
  const send = (mail: Partial<Parameters<Mailer['send']>[0]> = {}) =>
    mailer.send({ to: 'ada@example.com', subject: 'Hello', text: 'A text.\n', ...mail });

  beforeAll(async () => {
    server = await startMailServer();
    mailer = openMailer({ smtpUrl: server.url, from }, log);
  });
  beforeEach(() => {
    server.mails.length = 0;
    logged.length = 0;
  });
  afterAll(async () => {
    await mailer.close();
    await server.close();
  });

  it('arrives as plain text, from whom the settings say', async () => {
    expect(await send({ text: 'One line.\n\n.hidden\n' })).toBe(true);
    expect(server.mails).toMatchObject([{ to: ['ada@example.com'] }]);
    const message = server.mails[0]?.message ?? '';
    for (const header of ['Subject: Hello', `From: ${from}`, 'To: ada@example.com', 'Auto-Submitted: auto-generated'])
      expect(message).toContain(header);
    expect(message).toContain('Content-Type: text/plain');
    expect(server.mails[0]?.text).toBe('One line.\n\n.hidden');
  });

  it('has exactly the headers that we wrote, whatever a subject holds', async () => {
    const subject = 'Token “CI”\r\nBcc: eve@example.com\r\n\r\nA body\u0000\u2028Bcc: eve@example.com';
    expect(await send({ subject })).toBe(true);
    const [head = ''] = server.mails[0]?.message.split('\n\n') ?? [];
    expect(server.mails[0]?.to).toEqual(['ada@example.com']);
    expect(head).not.toMatch(/^Bcc:/im);
  });

  it.each([
    'ada@example.com, eve@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'Eve <eve@example.com>',
    '"eve@example.com ada"@example.com',
    'friends: eve@example.com;',
    'nobody',
    '',
  ])('goes to one address only: %j is none', async (to) => {
    expect(await send({ to })).toBe(false);
    expect(server.mails).toEqual([]);
  });

  it('that the server refuses is reported without the address, and the next one arrives', async () => {
    server.refused.add('gone@example.com');
    expect(await send({ to: 'gone@example.com' })).toBe(false);
    expect(logged).toEqual([{ cause: 'EENVELOPE', reply: 550 }, 'a mail was not sent']);
    expect(await send()).toBe(true);
  });

  it('is waited for when the way to the server is closed', async () => {
    const closing = openMailer({ smtpUrl: server.url, from }, log);
    const sent = closing.send({ to: 'ada@example.com', subject: 'Last', text: 'Bye.' });
    await closing.close();
    expect(await sent).toBe(true);
    expect(server.mails).toHaveLength(1);
  });

  it('without a server is not sent and says so', async () => {
    expect([noMailer.isOn, openMailer(null, log)]).toEqual([false, noMailer]);
    expect(await noMailer.send({ to: 'ada@example.com', subject: 'Hello', text: '' })).toBe(false);
  });

  it('to a server that does not listen, or never greets, is given up', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const waiting = openMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from }, log, { patienceMs: 200 });
    const before = performance.now();
    expect(await waiting.send({ to: 'ada@example.com', subject: 'Hello', text: '' })).toBe(false);
    expect(performance.now() - before).toBeLessThan(2_000);
    await waiting.close();
    await new Promise((resolve) => silent.close(resolve));
    const refused = openMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from }, log);
    expect(await refused.send({ to: 'ada@example.com', subject: 'Hello', text: '' })).toBe(false);
    await refused.close();
  });

  it('sends no password in the clear to another machine', async () => {
    // 127.0.0.2 is this machine, too, under a name that the rule does not spare.
    const plain = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .on('data', (data) => {
          heard.push(data.toString());
          socket.write('250 ok\r\n');
        });
      socket.write('220 test\r\n');
    });
    const heard: string[] = [];
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.2', resolve));
    const { port } = plain.address() as { port: number };
    const careful = openMailer({ smtpUrl: `smtp://user:hunter2@127.0.0.2:${port}`, from }, log);
    expect(await careful.send({ to: 'ada@example.com', subject: 'Hello', text: '' })).toBe(false);
    expect(heard.join('')).not.toMatch(/AUTH/);
    expect(JSON.stringify(logged)).not.toContain('hunter2');
    await careful.close();
    plain.close();
  });
});
