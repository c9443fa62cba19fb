// The yardstick: node:http in, node:http out, bodies piped, nothing read, nothing checked. argv: port of the server.
import { Agent, request as ask, createServer } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const port = Number(process.argv[2]);

const proxy = createServer((incoming, outgoing) => {
  const upward = ask(
    { agent, host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: incoming.headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    },
  );
  upward.on('error', () => outgoing.destroy());
  incoming.pipe(upward);
});
proxy.listen(0, '127.0.0.1', () => process.stdout.write(`${proxy.address().port}\n`));
