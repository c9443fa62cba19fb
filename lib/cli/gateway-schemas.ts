import { z } from 'zod';

/** What this program needs of MCP's answers; whatever else is in them is left out. */
export const Initialized = z.object({ protocolVersion: z.string(), serverInfo: z.record(z.string(), z.unknown()) });
export const ToolPage = z.object({
  tools: z.array(z.object({ name: z.string(), description: z.string().optional() })),
  nextCursor: z.string().optional(),
});

export const Answer = z.object({ result: z.unknown().optional(), error: z.object({ message: z.string() }).optional() });
