import { expect, it } from 'vitest';
import { proxyFor } from './proxy-for';

const proxy = 'http://proxy.example.net:3128';

it.each([
  ['example.com', 'https://gw.example.com', true],
  ['.example.com', 'https://example.com', true],
  ['*.example.com', 'https://example.com', true],
  ['EXAMPLE.com', 'https://gw.example.com', true],
  ['a, *', 'https://gw.example.com', true],
  ['gw.example.com:443', 'https://gw.example.com', true],
  ['gw.example.com:80', 'https://gw.example.com', false],
  ['gw.example.com:8443', 'https://gw.example.com:8443', true],
  ['fd00::1', 'https://[fd00::1]', true],
  ['[fd00::1]:443', 'https://[fd00::1]', true],
  ['ample.com', 'https://gw.example.com', false],
  ['a.gw.example.com', 'https://gw.example.com', false],
  [',', 'https://gw.example.com', false],
  ['', 'https://gw.example.com', false],
])('with NO_PROXY=%s it is true of %s that no proxy is asked: %s', async (NO_PROXY, url, isExcepted) => {
  for (const variable of ['HTTPS_PROXY', 'HTTP_PROXY'])
    expect(await proxyFor({ [variable]: proxy, NO_PROXY }, url)).toEqual(isExcepted ? null : { variable, url: proxy });
});
