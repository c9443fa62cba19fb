import { occursInOrder } from '../occurs-in-order';

/** Longer ones are in no list and fit no template: whoever sends one would make the gateway search for minutes. */
export const uriLengthMax = 2_048;

/**
 * Whether a URI can have been made from a template (RFC 6570): its literal parts occur in order, from the first character to the
 * last; what the variables hold is the server's to judge. The bound is the catalogue's, for the URIs that servers list.
 */
export function fitsTemplate(template: string, uri: string): boolean {
  if (uri.length > uriLengthMax) return false;
  return occursInOrder(template.split(/\{[^{}]*\}/), uri);
}
