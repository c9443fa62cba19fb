import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** As it was handed over: who it is for by the envelope, and the message with its headers. */
export interface ReceivedMail {
  to: string[];
  message: string;
  /** The body as people read it. */
  text: string;
}

export interface TestMailServer {
  /** For SMTP_URL. */
  url: string;
  mails: ReceivedMail[];
  /** Recipients that are answered with 550. */
  refused: Set<string>;
  close(): Promise<void>;
}

/** A mail server on loopback that keeps what it is given; RFC 5321 as far as a client needs it. */
export async function startMailServer(): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  const refused = new Set<string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)).on('error', () => undefined));
    converse(socket, mails, refused);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function converse(socket: Socket, mails: ReceivedMail[], refused: ReadonlySet<string>): void {
  const say = (line: string) => void socket.write(`${line}\r\n`);
  let to: string[] = [];
  let message: string[] | null = null;
  say('220 test');
  createInterface({ input: socket }).on('line', (line) => {
    if (message !== null) {
      if (line !== '.') return void message.push(line.replace(/^\./, ''));
      const lines = message.join('\n');
      mails.push({ to, message: lines, text: unquoted(lines.slice(lines.indexOf('\n\n') + 2)) });
      [to, message] = [[], null];
      return say('250 taken');
    }
    const recipient = /^RCPT TO:<(.*?)>/i.exec(line)?.[1];
    if (recipient !== undefined) {
      if (refused.has(recipient)) return say(`550 nobody is called <${recipient}> here`);
      to.push(recipient);
      return say('250 ok');
    }
    if (/^DATA$/i.test(line)) {
      message = [];
      return say('354 go on');
    }
    if (/^QUIT$/i.test(line)) return void socket.end('221 bye\r\n');
    if (/^RSET$/i.test(line)) to = [];
    return say('250 ok');
  });
}

/** Quoted-printable, RFC 2045 §6.7. */
const unquoted = (body: string) =>
  body
    .replaceAll('=\n', '')
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'));
