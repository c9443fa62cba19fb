import { updateRecording } from '@/lib/servers/update-recording';
import { defineRoute, serve } from '@/lib/transport/define-route';
import { endpoints } from '@/lib/transport/endpoints';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoute(
  serve(endpoints.updateRecording, ({ ctx, params, input }) => updateRecording(ctx, params.slug, params.id, input)),
);
