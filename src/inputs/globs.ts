/**
 * Does a glob match the whole text? `*` stands for any characters, also none, `?` for one, and a backslash takes the next character as it
 * is. Upper and lower case are one, as in DNS. Takes no longer than the two lengths multiplied.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = tokensOf(glob.toLowerCase());
  const characters = text.toLowerCase().match(/./gsu) ?? [];
  let [at, read] = [0, 0];
  // Where to go on if the rest does not fit: the last star takes one character more.
  let [star, starRead] = [-1, 0];
  while (read < characters.length) {
    const token = pattern[at];
    if (token === ANY) {
      [star, starRead] = [at, read];
      at += 1;
    } else if (token === ONE || token === characters[read]) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      starRead += 1;
      [at, read] = [star + 1, starRead];
    } else return false;
  }
  return pattern.slice(at).every((token) => token === ANY);
}

const ANY = Symbol('any characters');
const ONE = Symbol('one character');

function tokensOf(glob: string): readonly (string | symbol)[] {
  const tokens: (string | symbol)[] = [];
  for (const [character] of glob.matchAll(/\\.|./gsu)) {
    if (character.startsWith('\\') && character.length > 1) tokens.push(character.slice(1));
    else if (character === '?') tokens.push(ONE);
    else if (character !== '*') tokens.push(character);
    else if (tokens.at(-1) !== ANY) tokens.push(ANY);
  }
  return tokens;
}
