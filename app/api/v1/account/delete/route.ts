import { deleteAccount } from '@/lib/account/delete-account';
import { identityThrottle } from '@/lib/account/identity-throttle';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.deleteAccount, ({ ctx, input }) => deleteAccount(ctx, input, { throttle: identityThrottle })),
);
