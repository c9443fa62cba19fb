import { type Client, type Connection, entryPath } from './client';
import { withValue } from './config-path';
import { type ConnectTarget, tokenPlaceholder, tokenVariable } from './snippets';

/** With the token itself, or the place for it. */
export const literalConnection = ({ slug, url, token }: ConnectTarget): Connection => ({
  slug,
  url,
  secret: token ?? tokenPlaceholder,
  variable: null,
  bridge: { command: 'aerostack', args: ['bridge', slug] },
});

/** With the variable that holds the token, in the client's own words. */
export function referringConnection(target: ConnectTarget, { reference }: Client): Connection {
  const connection = literalConnection(target);
  if (reference === null) return connection;
  return { ...connection, secret: reference(tokenVariable, target.slug), variable: tokenVariable };
}

/** What a client's file holds that has nothing but the connection in it. */
export function configData(client: Client, connection: Connection): unknown {
  const around = (client.alongside?.(connection) ?? []).reduce<unknown>(
    (data, { path, value }) => withValue(data, path, value),
    {},
  );
  return withValue(around, entryPath(client, connection.slug), client.server(connection));
}
