/**
 * The secrets that stand in what a person or a later step can see: each body line of each key, and the token. Empty is as it should be.
 */
export function secretsShown(shown: string, privateKeys: readonly string[], token: string): string[] {
  const lines = privateKeys
    .flatMap((key) => key.split(/[\r\n]+/u))
    .filter((line) => line.length >= 8 && !line.startsWith('-----'));
  return [...lines, token].filter((secret) => secret !== '' && shown.includes(secret));
}
