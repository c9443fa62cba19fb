import { expect, it } from 'vitest';
import type { Endpoint } from './endpoint';
import { endpoints } from './endpoints';
import { openApiDocument } from './openapi';
import { routeFiles } from './test-client';

const table: Endpoint[] = Object.values(endpoints);

it('the endpoint table and the route files name the same paths', () => {
  const onDisk = [...routeFiles().keys()].filter((path) => path !== '/{{...unknown}}');
  expect(new Set(onDisk)).toEqual(new Set(table.map((endpoint) => endpoint.path)));
});

it('the OpenAPI document has every line of the table, and every reference in it leads somewhere', () => {
  const document = openApiDocument({ url: 'https://mcp.example.com' }, '1.2.3');
  expect(document).toMatchObject({ openapi: '3.1.1', servers: [{ url: 'https://mcp.example.com/api/v1' }] });
  const described = Object.entries(document.paths as Record<string, object>).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(table.map(({ method, path }) => `${method} ${path}`).sort());
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference);
  expect(new Set(references)).toEqual(new Set(['#/components/schemas/Problem']));
  expect(document.components).toMatchObject({
    schemas: { Problem: { properties: { request_id: { type: 'string' } } } },
    securitySchemes: { session: { name: '__Host-aerostack.session' } },
  });
});
