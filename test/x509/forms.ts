/** Every form in which PEM reaches a workflow; all mean the same. */
export const FORMS: Readonly<Record<string, (pem: string) => string>> = {
  'as it is': (pem) => pem,
  'CR LF': (pem) => pem.replaceAll('\n', '\r\n'),
  'CR alone': (pem) => pem.replaceAll('\n', '\r'),
  '\\n written out': (pem) => pem.replaceAll('\n', '\\n'),
  '\\n written out twice': (pem) => pem.replaceAll('\n', '\\\\n'),
  '\\r\\n written out': (pem) => pem.replaceAll('\n', '\\r\\n'),
  'spaces for newlines': (pem) => pem.replaceAll('\n', ' '),
  'double quotes': (pem) => `"${pem.replaceAll('\n', '\\n')}"`,
  'single quotes': (pem) => `'${pem}'`,
  'base64 of the whole': (pem) => Buffer.from(pem).toString('base64'),
  'base64 in lines': (pem) =>
    (
      Buffer.from(pem)
        .toString('base64')
        .match(/.{1,76}/gu) ?? []
    ).join('\n'),
  indented: (pem) => pem.replaceAll(/^/gmu, '    '),
  'text around': (pem) => `Bag Attributes\n    localKeyID: 01\nsubject=CN = www.example.com\n${pem}\nthat was it\n`,
  'blank lines around': (pem) => `\n\n${pem.replaceAll('-----\n-----', '-----\n\n\n-----')}\n\n`,
  '%0A for newlines': (pem) => pem.replaceAll('\n', '%0A'),
  'all escaped as in a URL': (pem) => encodeURIComponent(pem),
  'underscores for newlines': (pem) => pem.replaceAll('\n', '_'),
  'zero-width characters': (pem) => pem.replaceAll('\n', '\u200B\n\u2060').replaceAll('A', 'A\u200D'),
  'base64 twice': (pem) => Buffer.from(Buffer.from(pem).toString('base64')).toString('base64'),
  'base64 twice, in lines': (pem) => inLines(Buffer.from(inLines(Buffer.from(pem)))),
  'a byte order mark': (pem) => `\uFEFF${pem}`,
};

function inLines(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/gu) ?? []).join('\n');
}
