import { useQuery } from '@tanstack/react-query';
import { keys } from '@/lib/query/keys';
import { requestAll } from '@/lib/query/pages';
import type { Prompt, Resource, Tool } from '@/lib/servers/schemas';

export const useTools = (slug: string) =>
  useQuery({
    queryKey: keys.tools(slug),
    queryFn: ({ signal }) => requestAll<Tool>(`/workspaces/${slug}/tools`, 'tools', signal),
  });

export const usePrompts = (slug: string) =>
  useQuery({
    queryKey: keys.prompts(slug),
    queryFn: ({ signal }) => requestAll<Prompt>(`/workspaces/${slug}/prompts`, 'prompts', signal),
  });

export const useResources = (slug: string) =>
  useQuery({
    queryKey: keys.resources(slug),
    queryFn: ({ signal }) => requestAll<Resource>(`/workspaces/${slug}/resources`, 'resources', signal),
  });
