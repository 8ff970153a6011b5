import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { parseDnsEnv } from '../../src/renew/dns-env.ts';
import { parseRenewal } from '../../src/renew/inputs.ts';
import type { RenewInput } from '../../src/renew/inputs.ts';

const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const PEM = String(EC.export({ type: 'pkcs8', format: 'pem' }));

const parse = (inputs: Partial<Record<RenewInput, string>> = {}) => {
  const values: Partial<Record<RenewInput, string>> = { name: 'web', acme_account_key: PEM, ...inputs };
  return parseRenewal((name) => values[name] ?? '');
};

const problemsOf = (inputs: Partial<Record<RenewInput, string>>): readonly string[] => {
  try {
    parse(inputs);
    return [];
  } catch (error) {
    return error instanceof InputError ? error.problems : [String(error)];
  }
};

describe('inputs of a renewal', () => {
  it('Everything but the name and the account key has a default', () => {
    expect(parse()).toMatchObject({
      dnsNames: [],
      dnsProvider: 'digitalocean',
      keyType: 'ec256',
      force: false,
      propagationSeconds: undefined,
      server: { isDefault: true },
      waitTimeoutS: 900,
    });
  });

  it.each([
    ['PKCS #8', PEM],
    ['SEC 1', String(EC.export({ type: 'sec1', format: 'pem' }))],
    ['PEM on one line', PEM.replaceAll('\n', '\\n')],
    ['base64 of PEM', Buffer.from(PEM).toString('base64')],
    ['a JSON Web Key', JSON.stringify(EC.export({ format: 'jwk' }))],
    [
      'RSA',
      String(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs1', format: 'pem' })),
    ],
  ])('An account key is accepted as %s', (_form, key) => {
    expect(parse({ acme_account_key: key }).accountKey.type).toBe('private');
  });

  it.each<[string, Partial<Record<RenewInput, string>>, string]>([
    ['no name', { name: '' }, '`name`'],
    ['no key', { acme_account_key: ' ' }, 'secrets: inherit'],
    [
      'a certificate as key',
      { acme_account_key: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
      'acme_account_key',
    ],
    ['text as key', { acme_account_key: 'abc' }, 'acme_account_key'],
    [
      'a short RSA key',
      {
        acme_account_key: String(
          generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
        ),
      },
      '2048 bits',
    ],
    ['neither name nor key', { name: '', acme_account_key: '' }, 'are empty'],
    ['a key as CA', { acme_server: PEM }, 'acme_server'],
    ['numbers in a JSON Web Key', { acme_account_key: '{"kty":1,"d":2}' }, 'acme_account_key'],
    ['JSON that is no key', { acme_account_key: '{"kty":"EC"}' }, 'acme_account_key'],
    [
      'a key on P-521',
      {
        acme_account_key: String(
          generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
        ),
      },
      'P-384',
    ],
    ['a CA without https', { acme_server: 'http://ca.example/dir' }, 'acme_server'],
    ['a CA with a password', { acme_server: 'https://u:p@ca.example/dir' }, 'acme_server'],
    ['an unknown key type', { key_type: 'ec521' }, 'key_type'],
    ['a provider that is an option', { dns_provider: '--server' }, 'dns_provider'],
    ['an e-mail address that is a path', { email: '../../x' }, 'email'],
    ['a profile with blanks', { profile: 'a b' }, 'profile'],
    ['an odd resolver', { dns_resolvers: '10.0.0.1:53 --x' }, 'dns_resolvers'],
    ['a line that is no variable', { dns_env: 'A=1\nnonsense' }, 'Line 2'],
    ['a time that is none', { dns_propagation_seconds: '1m' }, 'dns_propagation_seconds'],
    ['a boolean that is none', { force: 'yes' }, 'force'],
  ])('With %s, the error names the input', (_what, inputs, told) => {
    expect(problemsOf(inputs).join()).toContain(told);
  });

  it('All problems are reported together', () => {
    expect(problemsOf({ key_type: 'x', force: 'x', dns_names: '$(x)' })).toHaveLength(3);
  });

  it.each([
    ['A=1', { A: '1' }],
    ['export A="b c" ', { A: 'b c' }],
    ['A=\'x="y"\'', { A: 'x="y"' }],
    ['# A=1\n\n  B = 2 \r\nC=', { B: '2', C: '' }],
    ['KEY="line 1\\nline 2"', { KEY: 'line 1\nline 2' }],
    ['A="\\$1 \\"x\\""', { A: '$1 "x"' }],
    ['A=\\"$HOME`x`', { A: '\\"$HOME`x`' }],
  ])('The lines %j are read as in a dotenv file', (text, variables) => {
    expect(parseDnsEnv(text)).toEqual(variables);
  });
});
