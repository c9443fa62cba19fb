import { createThrottle } from '../access/throttle';

/** One throttle for all that asks for a password of somebody who is signed in: guesses at one count for the others. */
export const identityThrottle = createThrottle();
