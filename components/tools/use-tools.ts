import { useQuery } from '@tanstack/react-query';
import { keys } from '@/lib/query/keys';
import { requestAll } from '@/lib/query/pages';
import type { Tool } from '@/lib/servers/schemas';

export const useTools = (slug: string) =>
  useQuery({
    queryKey: keys.tools(slug),
    queryFn: ({ signal }) => requestAll<Tool>(`/workspaces/${slug}/tools`, 'tools', signal),
  });
