import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readKubeconfig } from '../../src/kubernetes/kubeconfig.ts';
import { parseYaml } from '../../src/kubernetes/yaml.ts';
import { makeClusterTls } from '../simulator/kubernetes.ts';

const tls = makeClusterTls();
const client = tls.issueClient('ci');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const FILES: Readonly<Record<string, string>> = {
  'ca.pem': tls.authority,
  'client.pem': client.certificate,
  'client.key': client.privateKey,
  token: 'token-of-a-file-1234\n',
};
const readFile = (path: string): string | undefined => FILES[path];

interface Parts {
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
  readonly top?: Readonly<Record<string, unknown>>;
}

const configOf = ({ cluster = {}, user = { token: 'abcdefgh-12345678' }, top = {} }: Parts): object => ({
  apiVersion: 'v1',
  kind: 'Config',
  preferences: {},
  clusters: [
    { cluster: { server: 'https://other.example.com' }, name: 'other' },
    {
      cluster: {
        server: 'https://kube.example.com:6443',
        'certificate-authority-data': base64(tls.authority),
        ...cluster,
      },
      name: 'own',
    },
  ],
  contexts: [{ context: { cluster: 'own', namespace: 'shop', user: 'ci' }, name: 'ci@own' }],
  'current-context': 'ci@own',
  users: [{ name: 'ci', user }],
  ...top,
});

const FORMS: Readonly<Record<string, (config: object) => string>> = {
  JSON: (config) => JSON.stringify(config, null, 2),
  YAML: (config) => stringify(config, { lineWidth: 0 }),
  'YAML with quotes': (config) =>
    stringify(config, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_SINGLE' }),
  'YAML with lists in the column of their key': (config) => stringify(config, { lineWidth: 0, indentSeq: false }),
  'YAML with CRLF, comments and a marker': (config) =>
    `# of ours\r\n---\r\n${stringify(config, { lineWidth: 0 }).replaceAll('\n', ' # why\r\n\r\n')}`,
};

describe.each(Object.entries(FORMS))('a kubeconfig as %s', (_, write) => {
  const read = (parts: Parts): ReturnType<typeof readKubeconfig> => readKubeconfig(write(configOf(parts)), readFile);

  it.each<[string, Parts, object]>([
    ['a token', {}, { token: 'abcdefgh-12345678' }],
    [
      'a token in a file',
      { user: { tokenFile: 'token', token: 'older-token-12345' } },
      { token: 'token-of-a-file-1234' },
    ],
    [
      'a client certificate',
      { user: { 'client-certificate-data': base64(client.certificate), 'client-key-data': base64(client.privateKey) } },
      { clientCertificate: client },
    ],
    [
      'files beside it',
      {
        cluster: { 'certificate-authority-data': '', 'certificate-authority': 'ca.pem' },
        user: { 'client-certificate': 'client.pem', 'client-key': 'client.key' },
      },
      { clientCertificate: client, certificateAuthority: tls.authority },
    ],
    ['a name for TLS', { cluster: { 'tls-server-name': 'kubernetes.default' } }, { serverName: 'kubernetes.default' }],
  ])('The current context with %s can be used', (__, parts, expected) => {
    const reading = read(parts);
    expect('fault' in reading ? reading.fault : reading.connection).toMatchObject({
      server: new URL('https://kube.example.com:6443'),
      ...expected,
    });
  });

  it.each<[string, Parts, string]>([
    ['an exec plugin', { user: { exec: { command: 'doctl', args: ['a'] } } }, '`exec`'],
    ['an auth provider', { user: { 'auth-provider': { name: 'oidc' } } }, '`auth-provider`'],
    ['a password', { user: { username: 'ci', password: 'secret-1234' } }, '`username`'],
    ['another user to act as', { user: { token: 'abcdefgh-12345678', as: 'admin' } }, '`as`'],
    ['no credentials', { user: {} }, 'neither a token'],
    ['a key without its certificate', { user: { 'client-key': 'client.key' } }, 'only one of'],
    ['a token with blanks', { user: { token: 'abcdefgh 12345678' } }, '`token`'],
    ['a missing file', { user: { tokenFile: 'missing' } }, '`tokenFile`'],
    ['no verification', { cluster: { 'insecure-skip-tls-verify': true } }, 'insecure-skip-tls-verify'],
    ['a proxy', { cluster: { 'proxy-url': 'http://proxy' } }, '`proxy-url`'],
    ['plain http', { cluster: { server: 'http://127.0.0.1:8080' } }, '`https://`'],
    ['a password in its server', { cluster: { server: 'https://a:b@kube.example.com' } }, '`https://`'],
    ['a CA that is none', { cluster: { 'certificate-authority-data': base64('nothing') } }, '`certificate-authority`'],
    [
      'a key as the CA',
      { cluster: { 'certificate-authority-data': base64(client.privateKey) } },
      '`certificate-authority`',
    ],
    ['no current context', { top: { 'current-context': '' } }, 'without a current context'],
    ['another context', { top: { 'current-context': 'other' } }, '`contexts`'],
    ['no cluster', { top: { clusters: [] } }, '`clusters`'],
    ['no user', { top: { users: null } }, '`users`'],
  ])('A kubeconfig with %s is rejected with a remedy', (__, parts, what) => {
    const reading = read(parts);
    expect('fault' in reading).toBe(true);
    if (!('fault' in reading)) return;
    expect(`${reading.fault.what} ${reading.fault.remedy}`).toContain(what);
    expect(reading.fault.remedy).not.toBe('');
    expect(JSON.stringify(reading.fault)).not.toContain('12345678');
  });

  it('Every secret of every user is found, whichever is used', () => {
    const user = { token: 'abcdefgh-12345678', password: 'hunter-22222', 'client-key-data': base64(client.privateKey) };
    const users = [
      { name: 'ci', user: { token: 'other-token-1234' } },
      { name: 'admin', user },
    ];
    const { secrets } = readKubeconfig(write(configOf({ top: { users } })), readFile);
    expect(secrets).toEqual(expect.arrayContaining([...Object.values(user), 'other-token-1234']));
  });
});

describe('YAML as in kubeconfig files', () => {
  it.each([
    ["a: 1\nb: true\nc: ~\nd:\ne: \"x\\ny\"\nf: 'it''s'\n"],
    ['list:\n- a\n- - b\n  - c\n-\n  d: e\n  f: g\n- h: i\n  j:\n  - k\n'],
    ['a: {b: c, "d": [e, \'f g\', {h: i}], j: {}, k: []}\n'],
    ['a: |\n  line 1\n    line 2\n\n  line 3\nb: >-\n  one\n  two\n'],
    ['url: https://example.com:6443/path # comment\nhash: a#b\ndash: -x\ncolon: a:b\n'],
    ['# only\n\na:   b   \n\n\n  # indented\nc: d\n'],
    ['"quoted key": x\n\'other key\': y\nplain key: z\n'],
    ['[a, b]\n'],
    ['{"a": {"b": [1, null, true]}}'],
    ['- - - a\n'],
  ])('The text %j has the value that others find in it', (text) => {
    const asText = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(asText);
      if (typeof value !== 'object') return String(value).replace(/\n$/u, '');
      if (value === null) return '';
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asText(each)]));
    };
    expect(parseYaml(text)).toEqual(asText(parse(text)));
  });

  it.each([
    ['an anchor', 'a: &b c\n'],
    ['an alias', 'a: *b\n'],
    ['a tag', 'a: !!str b\n'],
    ['a second document', 'a: b\n---\nc: d\n'],
    ['a key twice', 'a: b\na: c\n'],
    ['a tab', 'a:\n\tb: c\n'],
    ['a scalar that goes on', 'a: b\n  c\n'],
    ['an open bracket', 'a: [b, c\n'],
    ['an open quote', 'a: "b\n'],
    ['less indentation', 'a:\n    b: c\n  d: e\n'],
    ['a merge', 'a:\n  <<: *b\n'],
    ['brackets without end', `a: ${'['.repeat(10_000)}\n`],
    ['levels without end', `${Array.from({ length: 500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')}\n`],
    ['broken JSON', '{"a": '],
  ])('What has %s is not understood, and its line is named', (_, text) => {
    expect(() => parseYaml(text)).toThrow(/^line \d+$/u);
  });

  it('A file of a megabyte is read or rejected in a moment', () => {
    for (const text of [
      'a: b\n'.repeat(200_000),
      `a: "${'\\'.repeat(1_000_000)}`,
      '- '.repeat(500_000),
      `${' '.repeat(1_000_000)}:`,
    ]) {
      const begun = performance.now();
      try {
        parseYaml(text);
      } catch {
        // That it ends is what counts.
      }
      expect(performance.now() - begun).toBeLessThan(2_000);
    }
  });
});
