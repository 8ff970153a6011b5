import { remember } from '../../x509/remember.ts';

/** The endings of files that may hold PEM. Files with another are not opened: they may hold tokens, or be archives. */
export const READ = /\.(?:pem|crt|cer|cert|key|chain|bundle|ca-bundle|fullchain)$/iu;
/** What is no part of a certificate's own name in the name of its files. */
const ROLE =
  /(?:^|[-_.])(?:priv(?:ate)?[-_]?key|key|full[-_]?chain|chain|chain[-_]only|cert(?:ificate)?|crt|cer|tls|leaf|bundle|pem|server|fullchain)$/iu;

/** The path without what tells a key from a certificate. */
export function stemOf(path: string): string {
  const start = path.lastIndexOf('/') + 1;
  return path.slice(0, start) + stemOfName(path.slice(start));
}

/** Hundreds of folders have files of the same names. */
const stemOfName = remember((name: string): string => {
  let stem = name.replace(READ, (ending) => (/key/iu.test(ending) ? '-key' : ''));
  let before: string;
  do {
    before = stem;
    stem = stem.replace(ROLE, '');
  } while (stem !== before);
  return stem;
});

/** What its files are called, without their roles; of files called `tls.crt` or `fullchain.pem`, the folder. */
export function idOf(path: string): string {
  const stem = stemOf(path);
  if (!stem.endsWith('/') && stem !== '') return stem;
  return stem.slice(0, -1) || (path.split('/').pop() ?? '').replace(READ, '');
}
