// The databases that the wide tests use where they answer.
import { connect } from 'node:net';

const waitMs = 3_000;

export const services = [
  { name: 'PostgreSQL', host: '127.0.0.1', port: 5432 },
  { name: 'Redis', host: '127.0.0.1', port: 6379 },
];

/** Rejects, saying which service it is, when nobody takes a connection. */
export function answers({ name, host, port }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: waitMs });
    const refuse = (reason) => {
      socket.destroy();
      reject(new Error(`${name} does not answer on ${host}:${port} (${reason}).`));
    };
    socket.once('error', (error) => refuse(error.code));
    socket.once('timeout', () => refuse(`${waitMs / 1_000} s without an answer`));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
