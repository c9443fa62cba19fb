export const keepAliveMs = 15_000;
export const keepAliveFrame = ': keep-alive\n\n';
