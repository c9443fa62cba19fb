/** A message as one event of a stream; a line end inside would begin a new field. */
export const frameEvent = (text: string): Buffer =>
  Buffer.from(`event: message\ndata: ${text.replaceAll('\n', '\ndata: ')}\n\n`);
