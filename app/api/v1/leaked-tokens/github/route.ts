import { reportFromGithub } from '@/lib/leaks/report-from-github';
import { createSigningKeys } from '@/lib/leaks/signing-keys';
import { defineRoute, servePublic } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

const keys = createSigningKeys();

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  servePublic(endpoints.reportFromGithub, ({ ctx, input, headers, bytes }) => {
    const identifier = headers.get('github-public-key-identifier');
    const signature = headers.get('github-public-key-signature');
    return reportFromGithub(ctx, input, { bytes, identifier, signature, keys });
  }),
);
