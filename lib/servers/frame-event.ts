/** A message as a server-sent event. White space between the parts of a JSON text may hold line ends; inside an event they would start a new field. */
export const frameEvent = (text: string, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: message\ndata: ${text.replace(/[\r\n]+/g, ' ')}\n\n`;
