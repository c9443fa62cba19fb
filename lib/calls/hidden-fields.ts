/** Words of a field's name that say that its value is a secret, or identifies a person to a machine. */
const hiddenWords = new Set(
  'auth bearer cookie cookies credential credentials cvc cvv jwt otp pass passphrase passwd password passwords pin pwd secret secrets ssn token tokens'.split(
    ' ',
  ),
);

/** The same, where the words are written together. */
const hiddenParts = [
  'password',
  'passphrase',
  'secret',
  'credential',
  'authorization',
  'apikey',
  'accesskey',
  'privatekey',
  'signingkey',
  'encryptionkey',
  'accesstoken',
  'refreshtoken',
  'sessionid',
  'authtoken',
  'apitoken',
  'bottoken',
  'passcode',
  'sshkey',
  'dbpass',
  'userpwd',
  'creditcard',
  'cardnumber',
];

/** What two spellings of one field have in common: `api_key`, `Api-Key` and `apiKey` are `apikey`. */
export const fieldKey = (field: string): string =>
  field
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_.-]+/g, '');

/**
 * Whether the value of a field is left out of what is recorded. Rather too often than once too seldom: what was not recorded can be asked
 * for again.
 * @param more further fields, in any spelling
 */
export function hidesField(more: readonly string[]): (field: string) => boolean {
  const chosen = new Set(more.map(fieldKey));
  return (field) => {
    const key = fieldKey(field);
    if (chosen.has(key) || hiddenParts.some((part) => key.includes(part))) return true;
    const words = field
      .replaceAll(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])|([A-Za-z])(?=\d)/g, '$1$3$4 $2')
      .toLowerCase();
    return words.split(/[^a-z0-9]+/).some((word) => hiddenWords.has(word));
  };
}
