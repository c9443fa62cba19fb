import { z } from 'zod';

/** Fields that a later version of this program keeps there are kept. */
const Profile = z.looseObject({
  /** The origin of an Aerostack server, without a trailing slash. */
  url: z.string(),
  api_key: z.string().optional(),
  /** What the server knows the key by, where `login` had it made: `logout` deletes it there. */
  api_key_id: z.string().optional(),
  /** Slug of the workspace that commands mean when none is named. */
  workspace: z.string().optional(),
  /** Workspace tokens by slug, for clients on this machine. */
  tokens: z.record(z.string(), z.string()).optional(),
});
export type Profile = z.infer<typeof Profile>;

export const Config = z.looseObject({
  version: z.literal(1),
  profile: z.string(),
  profiles: z.record(z.string(), Profile),
});
export type Config = z.infer<typeof Config>;
