import { occursInOrder } from './occurs-in-order';

/** Whether a glob matches the whole text. `*` stands for any run of characters, also of none; nothing else is special. */
export const matchesGlob = (glob: string, text: string): boolean => occursInOrder(glob.split('*'), text);
