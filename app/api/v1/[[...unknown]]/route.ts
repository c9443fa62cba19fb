import { unknownPath } from '@/lib/transport/define-route';

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = unknownPath();
