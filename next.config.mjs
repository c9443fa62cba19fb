// JavaScript, because Next loads its whole compiler to read TypeScript here: 26 MB of memory in every running server.

/** What every answer of Next carries; the policy for pages, which needs a nonce, is set in proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  // Browsers ignore this over plain http, so an installation on loopback is not locked out of itself.
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
];

/** @type {import('next').NextConfig} */
const config = {
  // Next's gzip holds event streams back; a proxy in front compresses what may be compressed.
  compress: false,
  poweredByHeader: false,
  // MCP clients do not follow a redirect of a POST.
  skipTrailingSlashRedirect: true,
  typedRoutes: true,
  agentRules: false,
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-libsql',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@prisma/schema-engine-wasm',
    '@upstash/redis',
    '@libsql/client',
    'ioredis',
    'libsql',
    'nodemailer',
    'pg',
    'pino',
    'prom-client',
    'undici',
  ],
  // Browsers ask for it where a page names no icon.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
};

export default config;
