/** Whether a write failed because a unique column already holds its value. By code: two bundles hold two copies of Prisma's class. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'P2002';
