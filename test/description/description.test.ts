import { expect, it } from 'vitest';
import { faultsByDescription, HAS_DESCRIPTION } from './description.ts';

const id = '892071a0-bb95-49bc-8021-3afd67a210bf';

// Every scenario's PUT and POST is held to it (scenarios/scenario.ts); this shows that it can find fault.
it.runIf(HAS_DESCRIPTION).each([
  ['POST', '/v2/certificates', { name: 'web' }],
  ['POST', '/v2/certificates', { name: 7, private_key: 'x', leaf_certificate: 'x' }],
  ['PUT', `/v2/cdn/endpoints/${id}`, { ttl: 7, certificate_id: id, custom_domain: 'a.example' }],
  ['PUT', `/v2/load_balancers/${id}`, { name: 'web' }],
  ['PUT', `/v2/load_balancers/${id}`, { name: 'web', region: { slug: 'fra1' }, droplet_ids: [], forwarding_rules: [] }],
  ['POST', '/v2/nothing', {}],
])('The official API description rejects %s %s with the body %j', (method, path, body) => {
  expect(faultsByDescription({ method, path, body })).not.toEqual([]);
});

it.runIf(HAS_DESCRIPTION)('The official API description accepts a valid request', () => {
  const rule = {
    entry_protocol: 'https',
    entry_port: 443,
    target_protocol: 'http',
    target_port: 80,
    certificate_id: id,
  };
  expect(
    faultsByDescription({
      method: 'PUT',
      path: `/v2/load_balancers/${id}`,
      body: { name: 'web', region: 'fra1', droplet_ids: [], forwarding_rules: [rule] },
    }),
  ).toEqual([]);
});
