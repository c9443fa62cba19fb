import { notFound } from '../errors';

/**
 * What a write failed with, where the row that it is about or the workspace was deleted since it was read: then it is not found, as for
 * whoever comes a moment later. By code: two bundles hold two copies of Prisma's class.
 */
export const goneMeanwhile = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && (error.code === 'P2003' || error.code === 'P2025') ? notFound() : error;
