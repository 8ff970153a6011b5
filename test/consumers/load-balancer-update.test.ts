import { describe, expect, it } from 'vitest';
import { LOAD_BALANCERS } from '../../src/consumers/load-balancer.ts';
import { buildUpdate, differingFields } from '../../src/consumers/load-balancer-update.ts';
import { parseJson } from '../../src/digitalocean/json.ts';
import type { Raw } from '../../src/digitalocean/json.ts';
import { idOf } from '../samples.ts';

const [OLD, NEW, OTHER] = [idOf(0xa1), idOf(0xb2), idOf(0xc3)].map((id) => `abcdef0${id.slice(7)}`);
const newIdOf = (id: string): string | undefined => (id === OLD ? NEW : undefined);

/** A rule that ends TLS. */
const rule = (certificateId: unknown, more: Raw = {}): Raw => ({
  entry_protocol: 'https',
  entry_port: 443,
  certificate_id: certificateId,
  tls_passthrough: false,
  ...more,
});

/** As a GET returns it. */
const BASE: Raw = {
  id: idOf(1),
  name: 'front-door',
  ip: '203.0.113.1',
  ipv6: '',
  status: 'active',
  created_at: '2026-01-01T00:00:00Z',
  tags: ['web'],
  region: { slug: 'fra1', name: 'Frankfurt 1', features: [] },
  tag: '',
  droplet_ids: [2, 1],
  size: 'lb-small',
  size_unit: 1,
  forwarding_rules: [rule(OLD)],
  firewall: { allow: ['cidr:198.51.100.0/24'], deny: [] },
};
const build = (raw: Raw): Raw => buildUpdate(LOAD_BALANCERS.parse(raw), newIdOf);
const differ = (body: Raw, raw: Raw): string[] => differingFields(body, LOAD_BALANCERS.parse(raw));

describe('body of an update', () => {
  it('The body is what the GET returned, with the new id, and without what is read-only', () => {
    expect(build(BASE)).toEqual({
      name: 'front-door',
      region: 'fra1',
      droplet_ids: [2, 1],
      size_unit: 1,
      forwarding_rules: [rule(NEW)],
      firewall: { allow: ['cidr:198.51.100.0/24'], deny: [] },
    });
  });

  it('What was read is not changed by building the body', () => {
    const before = structuredClone(BASE);
    build(BASE);
    expect(BASE).toEqual(before);
  });

  it.each(['id', 'ip', 'ipv6', 'status', 'created_at', 'tags', 'validate_only'])(
    'The read-only field `%s` is not sent',
    (field) => {
      expect(build({ ...BASE, [field]: 'x' })).not.toHaveProperty(field);
    },
  );

  it.each([
    ['a future field', { a_future_field: { deep: [1, { x: null }] } }],
    ['null', { project_id: null }],
    ['an empty list', { target_load_balancer_ids: [] }],
    ['false', { enable_proxy_protocol: false }],
    ['zero', { http_idle_timeout_seconds: 0 }],
    ['an empty text', { vpc_uuid: '' }],
    ['an object', { glb_settings: { target_protocol: 'https', cdn: { is_enabled: true } } }],
  ])('A field with %s is sent as it is: what is left out goes back to its default', (_, more) => {
    expect(build({ ...BASE, ...more })).toMatchObject(more);
  });

  it.each([
    [{ slug: 'fra1', name: 'Frankfurt 1' }, 'REGIONAL', { region: 'fra1' }],
    // One that is a slug already is no object of a GET.
    ['fra1', 'REGIONAL', {}],
    [null, 'REGIONAL', {}],
    [undefined, 'REGIONAL', {}],
    [{ slug: 'fra1' }, 'GLOBAL', {}],
    [null, 'GLOBAL', {}],
  ])('The region %j of a load balancer of the type %s is sent as %j', (region, type, expected) => {
    const { region: sent } = build({ ...BASE, type, region });
    expect(sent === undefined ? {} : { region: sent }).toEqual(expected);
  });

  it.each([
    [{ tag: 'web', droplet_ids: [1, 2] }, { tag: 'web' }],
    [{ tag: '', droplet_ids: [1, 2] }, { droplet_ids: [1, 2] }],
    [{ tag: null, droplet_ids: [] }, { droplet_ids: [] }],
    [{ droplet_ids: [1] }, { droplet_ids: [1] }],
  ])('Of the droplets %j only %j is sent', (given, expected) => {
    const { tag: _tag, droplet_ids: _ids, ...rest } = BASE;
    const { tag, droplet_ids: ids } = build({ ...rest, ...given });
    expect({ ...(tag === undefined ? {} : { tag }), ...(ids === undefined ? {} : { droplet_ids: ids }) }).toEqual(
      expected,
    );
  });

  it.each([
    [{ size: 'lb-small', size_unit: 3 }, { size_unit: 3 }],
    [{ size: 'lb-small', size_unit: 0 }, { size_unit: 0 }],
    [
      { size: 'lb-small', size_unit: null },
      { size: 'lb-small', size_unit: null },
    ],
    [{ size: 'lb-small' }, { size: 'lb-small' }],
  ])('Of the size %j only %j is sent', (given, expected) => {
    const { size: _size, size_unit: _unit, ...rest } = BASE;
    const body = build({ ...rest, ...given });
    expect(Object.fromEntries(Object.entries(body).filter(([field]) => field.startsWith('size')))).toEqual(expected);
  });

  it('Only replaced ids are changed, in any letter case, and rules without one are kept', () => {
    const rules = [rule(OLD), rule(OLD?.toUpperCase()), rule(OTHER), rule(''), rule(null), { entry_protocol: 'http' }];
    const { forwarding_rules: sent } = build({ ...BASE, forwarding_rules: rules });
    expect(sent).toEqual([rule(NEW), rule(NEW), ...rules.slice(2)]);
  });

  it('A domain gets the new id and loses its read-only fields, unless DigitalOcean manages it', () => {
    const state = { status: 'ACTIVE', verification_error_reasons: [], ssl_validation_error_reasons: ['x'] };
    const domain = (managed: unknown, id: unknown): Raw => ({
      name: 'a.example',
      is_managed: managed,
      certificate_id: id,
    });
    const given = [domain(false, OLD), domain(undefined, OLD?.toUpperCase()), domain(true, OLD), domain(false, OTHER)];
    const { domains } = build({ ...BASE, type: 'GLOBAL', domains: given.map((each) => ({ ...each, ...state })) });
    expect(domains).toEqual([domain(false, NEW), domain(undefined, NEW), given[2], given[3]]);
  });
});

describe('fields that differ after an update', () => {
  const body = build(BASE);
  const after = { ...BASE, forwarding_rules: [rule(NEW)] };

  it.each<readonly [string, Raw, readonly string[]]>([
    ['the same', {}, []],
    ['the old certificate', { forwarding_rules: [rule(OLD)] }, ['forwarding_rules']],
    ['an id in capital letters', { forwarding_rules: [rule(NEW?.toUpperCase())] }, []],
    ['one rule more', { forwarding_rules: [rule(NEW), rule(OTHER)] }, ['forwarding_rules']],
    ['a rule that is there twice', { forwarding_rules: [rule(NEW), rule(NEW)] }, ['forwarding_rules']],
    ['no rules', { forwarding_rules: undefined }, ['forwarding_rules']],
    ['a rule with more fields', { forwarding_rules: [rule(NEW, { new_field: 1 })] }, []],
    ['droplets in another order', { droplet_ids: [1, 2] }, []],
    ['another droplet', { droplet_ids: [1, 3] }, ['droplet_ids']],
    ['a droplet less', { droplet_ids: [1] }, ['droplet_ids']],
    ['another name', { name: 'back-door' }, ['name']],
    ['another region', { region: { slug: 'ams3' } }, ['region']],
    ['no region', { region: null }, ['region']],
    ['another firewall', { firewall: { allow: [], deny: [] } }, ['firewall']],
    ['a firewall with more fields', { firewall: { allow: ['cidr:198.51.100.0/24'], deny: [], x: 1 } }, []],
    ['another status and other tags', { status: 'new', tags: [] }, []],
    ['a new field', { a_future_field: 1 }, []],
    ['two differences', { name: 'x', size_unit: 2 }, ['name', 'size_unit']],
  ])('A response with %s differs accordingly', (_, changes, fields) => {
    expect(differ(body, { ...after, ...changes }).toSorted()).toEqual(fields);
  });

  it.each([
    [null, undefined, true],
    ['', undefined, true],
    ['', null, true],
    [undefined, null, true],
    [null, 'x', false],
    [false, undefined, false],
    [0, undefined, false],
    [[], undefined, false],
    [[], null, false],
    ['x', undefined, false],
    ['x', 'X', false],
    [1, '1', false],
  ])('A field that was sent as %j and came back as %j is the same (%s)', (sent, received, isSame) => {
    expect(differ({ ...body, field: sent }, { ...after, field: received })).toEqual(isSame ? [] : ['field']);
  });

  it('Rules and domains are sets, so that their order does not matter, and each counts once', () => {
    const rules = [rule(OLD, { entry_port: 8443 }), rule(OLD), rule(OTHER, { entry_port: 9443 })];
    const domains = ['a.example', 'b.example'].map((name) => ({ name, certificate_id: OLD }));
    const sent = build({ ...BASE, forwarding_rules: rules, domains });
    const received = build({ ...BASE, forwarding_rules: rules.toReversed(), domains: domains.toReversed() });
    expect(differ(sent, { ...BASE, ...received, region: BASE['region'] })).toEqual([]);
    const twice = [rule(NEW), rule(NEW), rule(OTHER, { entry_port: 9443 })];
    expect(differ(sent, { ...BASE, ...received, region: BASE['region'], forwarding_rules: twice })).toEqual([
      'forwarding_rules',
    ]);
  });

  it('The domains of a global load balancer bind later, so their certificates are not compared', () => {
    const domains = [{ name: 'a.example', is_managed: false, certificate_id: OLD }];
    const raw = { ...BASE, type: 'GLOBAL', region: null, domains };
    const sent = build(raw);
    expect(sent['domains']).toMatchObject([{ certificate_id: NEW }]);
    const rules = { forwarding_rules: [rule(NEW)] };
    expect(differ(sent, { ...raw, ...rules })).toEqual([]);
    expect(differ(sent, { ...raw, ...rules, domains: [{ ...domains[0], name: 'b.example' }] })).toEqual(['domains']);
    expect(differ(sent, { ...raw, ...rules, domains: [] })).toEqual(['domains']);
  });

  it('The domains of a regional load balancer are compared with their certificates', () => {
    const domains = [{ name: 'a.example', certificate_id: OLD }];
    const raw = { ...BASE, domains };
    expect(differ(build(raw), { ...after, domains })).toEqual(['domains']);
  });
});

describe('numbers that a double does not hold', () => {
  const NUMBERS = ['9007199254740993', '-12345678901234567890', '0.12345678901234567890', '1e400'];
  /** A response with numbers in unknown fields, at every depth. */
  const textOf = (certificateId: unknown, numbers = NUMBERS): string =>
    JSON.stringify({ ...BASE, forwarding_rules: [{ ...rule(certificateId), weight: '#0' }], quota: '#1' })
      .slice(0, -1)
      .concat(',"glb_settings":{"ratio":"#2","limits":[1,"#3",2]},"droplet_ids":["#0",7]}')
      .replaceAll(/"#(\d)"/gu, (_, at: string) => numbers[Number(at)] ?? '0');
  const read = (text: string): Raw => parseJson(text) as Raw;

  it('They are sent as they were read, and a response that has them does not differ', () => {
    const body = build(read(textOf(OLD)));
    const sent = JSON.stringify(body);
    for (const part of [
      `"weight":${NUMBERS[0]}`,
      `"quota":${NUMBERS[1]}`,
      `"ratio":${NUMBERS[2]}`,
      `"limits":[1,${NUMBERS[3]},2]`,
      `"droplet_ids":[${NUMBERS[0]},7]`,
    ])
      expect(sent).toContain(part);
    expect(sent).not.toContain('rawJSON');
    expect(differ(body, read(textOf(NEW)))).toEqual([]);
  });

  it.each([
    [0, ['droplet_ids', 'forwarding_rules']],
    [1, ['quota']],
    [2, ['glb_settings']],
    [3, ['glb_settings']],
  ])('A response in which number %i differs in its last digit is noticed', (at, fields) => {
    const body = build(read(textOf(OLD)));
    const changed = NUMBERS.map((number, index) =>
      index === at ? number.replace(/\d$/u, (digit) => String((Number(digit) + 1) % 10)) : number,
    );
    expect(differ(body, read(textOf(NEW, changed))).toSorted()).toEqual(fields);
  });
});

describe('rules and domains as sets', () => {
  const port = (number: number, certificateId: unknown = OLD): Raw => rule(certificateId, { entry_port: number });
  const sent = build({ ...BASE, forwarding_rules: [port(1), port(2), port(3, OTHER)] });
  const rules = [port(1, NEW), port(2, NEW), port(3, OTHER)];
  const changed = (...changes: readonly Raw[]): Raw => ({ ...BASE, forwarding_rules: changes });

  it.each([[[0, 1, 2]], [[0, 2, 1]], [[1, 0, 2]], [[1, 2, 0]], [[2, 0, 1]], [[2, 1, 0]]])(
    'Rules in the order %j are the same rules',
    (order) => {
      expect(differ(sent, changed(...order.map((at) => rules[at] ?? {})))).toEqual([]);
    },
  );

  it.each<readonly [string, readonly Raw[]]>([
    ['one of them on the old certificate', [port(1, NEW), port(2), port(3, OTHER)]],
    ['two certificates exchanged', [port(1, NEW), port(2, OTHER), port(3, NEW)]],
    ['one left out', rules.slice(1)],
    ['one twice in place of another', [port(1, NEW), port(1, NEW), port(3, OTHER)]],
    ['one more', [...rules, port(4, NEW)]],
    ['none', []],
  ])('Rules with %s are other rules', (_, received) => {
    expect(differ(sent, changed(...received))).toEqual(['forwarding_rules']);
    expect(differ(sent, changed(...received.toReversed()))).toEqual(['forwarding_rules']);
  });

  it('Each rule that was sent has one of its own in the response, whatever defaults were added there', () => {
    const [few, many] = [{ entry_port: 1 }, { entry_port: 1, target_port: 2 }];
    const body = { forwarding_rules: [few, many] };
    const received = [
      { entry_port: 1, target_port: 2 },
      { entry_port: 1, target_port: 9, added: true },
    ];
    expect(differ(body, changed(...received))).toEqual([]);
    expect(differ(body, changed(...received.toReversed()))).toEqual([]);
    expect(differ(body, changed({ entry_port: 1 }, { entry_port: 1 }))).toEqual(['forwarding_rules']);
  });

  it.each([
    ['another order', ['b.example', 'a.example'], []],
    ['a name exchanged', ['a.example', 'c.example'], ['domains']],
    ['a name twice', ['a.example', 'a.example'], ['domains']],
    ['a name less', ['a.example'], ['domains']],
    ['a name more', ['a.example', 'b.example', 'c.example'], ['domains']],
  ])('With domains in %s the response is compared as a set', (_, names, fields) => {
    const of = (name: string, id: unknown): Raw => ({ name, is_managed: false, certificate_id: id });
    for (const type of ['GLOBAL', 'REGIONAL']) {
      const raw = { ...BASE, type, forwarding_rules: [], domains: [of('a.example', OLD), of('b.example', OLD)] };
      const received = {
        ...raw,
        domains: names.map((name) => ({ ...of(name, NEW?.toUpperCase()), status: 'pending' })),
      };
      const region = type === 'GLOBAL' ? { region: null } : {};
      expect(differ(build(raw), { ...received, ...region })).toEqual(fields);
    }
  });
});
