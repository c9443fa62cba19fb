import { readAccount } from '@/lib/account/read-account';
import { updateAccount } from '@/lib/account/update-account';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.readAccount, ({ ctx }) => readAccount(ctx)),
  serve(endpoints.updateAccount, ({ ctx, input }) => updateAccount(ctx, input)),
);
