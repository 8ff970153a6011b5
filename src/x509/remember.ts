const MOST_REMEMBERED = 1_000;

/** Reads the same text once: in a folder, hundreds of certificates have the same issuer, algorithm, extensions and names of files. */
export function remember<Value extends object | string | boolean>(
  read: (text: string) => Value,
): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(text, value);
    return value;
  };
}
