import { createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { pageReply } from './paging.ts';
import { errorReply, formatTime, IN_USE_WORDINGS, isRaw, usedCertificateIds } from './world.ts';
import type { ApiRequest, Raw, Reply, StoredCertificate, World } from './world.ts';

const CUSTOM_FIELDS = new Set(['name', 'type', 'private_key', 'leaf_certificate', 'certificate_chain']);
const LETS_ENCRYPT_FIELDS = new Set(['name', 'type', 'dns_names']);
/** Ninety days (letsencrypt.org, "Certificate lifetimes"). */
const LETS_ENCRYPT_LIFETIME_MS = 90 * 86_400_000;
const WEAK =
  'Invalid certificate data: the provided private key is not a minimum of 2048 bits (RSA) or 224 bits (ECDSA)';

/** `/v2/certificates` and what is below it. */
export function answerCertificates(request: ApiRequest, id: string, world: World): Reply {
  // An empty id is the list: the live API does not tell the two apart.
  if (id === '' && request.method === 'GET') return list(request, world);
  if (id === '' && request.method === 'POST') return create(request.body, world);
  const stored = world.certificates.find((certificate) => isSameId(certificate.public.id, id));
  if (stored === undefined && ['GET', 'DELETE'].includes(request.method))
    return errorReply(404, 'The resource you requested could not be found.');
  if (stored !== undefined && request.method === 'GET')
    return { status: 200, body: { certificate: shown(stored, world) } };
  if (stored !== undefined && request.method === 'DELETE') return remove(stored, world);
  return errorReply(405, 'Method not allowed');
}

function list(request: ApiRequest, world: World): Reply {
  const name = request.query.get('name');
  const visible = world.certificates.filter((certificate) => certificate.hiddenForLists <= 0);
  if (visible.length < world.certificates.length) {
    for (const certificate of world.certificates) certificate.hiddenForLists -= 1;
  }
  const filtered =
    name !== null && (world.options.nameFilter ?? true)
      ? visible.filter((certificate) => certificate.public.name === name)
      : visible;
  return pageReply(request, world, 'certificates', filtered, (certificate) => shown(certificate, world));
}

function shown(stored: StoredCertificate, world: World): Raw {
  const blank = (world.options.blankDnsNames ?? false) && stored.public.type === 'custom';
  return { ...stored.public, ...(blank ? { dns_names: [''] } : {}) };
}

function remove(stored: StoredCertificate, world: World): Reply {
  const isHeld = world.now() - stored.lastUsedAt < (world.options.inUseForMs ?? 0);
  if (isHeld || usedCertificateIds(world).has(stored.public.id)) {
    const { status, message } = IN_USE_WORDINGS[world.options.inUseWording ?? 'make-sure'];
    return errorReply(status, message);
  }
  world.certificates = world.certificates.filter((certificate) => certificate !== stored);
  return { status: 204, effect: true };
}

function create(body: unknown, world: World): Reply {
  if (!isRaw(body)) return errorReply(400, 'The request body is not an object of JSON.');
  const type = body['type'] ?? 'custom';
  if (type !== 'custom' && type !== 'lets_encrypt') return errorReply(422, 'type is invalid');
  const known = type === 'custom' ? CUSTOM_FIELDS : LETS_ENCRYPT_FIELDS;
  const stranger = Object.keys(body).find((field) => !known.has(field));
  if (stranger !== undefined) return errorReply(422, `${stranger} is not a field of this request`);
  const { name } = body;
  if (typeof name !== 'string' || name === '') return errorReply(422, "name can't be blank");
  const isTaken = world.certificates.some((certificate) => certificate.public.name === name);
  if (isTaken && !(world.options.allowDuplicateNames ?? false)) return errorReply(422, 'name is not unique');
  return type === 'custom' ? createCustom(body, name, world) : createLetsEncrypt(body, name, world);
}

function createCustom(body: Raw, name: string, world: World): Reply {
  const { private_key: privateKey, leaf_certificate: leaf, certificate_chain: chain = '' } = body;
  if (typeof privateKey !== 'string' || typeof leaf !== 'string' || typeof chain !== 'string') {
    return errorReply(422, 'Invalid certificate data: private_key and leaf_certificate are required');
  }
  const form = [privateKey, leaf, chain].find((pem) => /\r|\n\n|^\s/u.test(pem));
  if (form !== undefined) return errorReply(422, 'Invalid certificate data: malformed PEM');
  let key: KeyObject;
  let certificate: X509Certificate;
  try {
    key = createPrivateKey(privateKey);
    certificate = new X509Certificate(leaf);
  } catch {
    return errorReply(422, 'Invalid certificate data: unable to parse the PEM provided');
  }
  if (leaf.split('-----BEGIN ').length !== 2)
    return errorReply(422, 'Invalid certificate data: leaf_certificate must be one certificate');
  if (isWeak(key)) return errorReply(422, WEAK);
  if (!certificate.checkPrivateKey(key))
    return errorReply(422, 'Invalid certificate data: the private key does not match the leaf certificate');
  // Neither the order of the chain nor whether it belongs to the leaf is looked at: the live API does not either.
  return store(world, 201, {
    name,
    type: 'custom',
    state: 'verified',
    not_after: formatTime(certificate.validToDate.getTime()),
    sha1_fingerprint: createHash('sha1').update(certificate.raw).digest('hex'),
    dns_names: [...(certificate.subjectAltName ?? '').matchAll(/DNS:([^,]+)/gu)].map((match) => match[1] ?? ''),
    privateKey,
    leaf,
    chain,
  });
}

function createLetsEncrypt(body: Raw, name: string, world: World): Reply {
  const names: unknown = body['dns_names'];
  const isList =
    Array.isArray(names) && names.length > 0 && names.every((entry) => typeof entry === 'string' && entry !== '');
  if (!isList) return errorReply(422, 'dns_names is required');
  const { issueMs = 20_000, ends = 'verified', answer = '202', zones } = world.options.letsEncrypt ?? {};
  const asked = names as string[];
  const isKnown = (dnsName: string): boolean =>
    zones === undefined || zones.some((zone) => dnsName === zone || dnsName.endsWith(`.${zone}`));
  const foreign = asked.find((dnsName) => !isKnown(dnsName));
  if (foreign !== undefined) return errorReply(422, `${foreign} is not in a domain of this account`);
  // A wildcard comes back with its parent beside it.
  const covered = asked.flatMap((dnsName) => (dnsName.startsWith('*.') ? [dnsName, dnsName.slice(2)] : [dnsName]));
  const reply = store(world, answer === '201' ? 201 : 202, {
    name,
    type: 'lets_encrypt',
    state: 'pending',
    not_after: '',
    sha1_fingerprint: '',
    dns_names: [...new Set(covered)],
    privateKey: '',
    leaf: '',
    chain: '',
  });
  const made = world.certificates.at(-1)?.public;
  world.pending.push({
    at: world.now() + issueMs,
    apply: () => {
      if (made === undefined) return;
      made.state = ends;
      if (ends === 'error') return;
      made.not_after = formatTime(world.now() + LETS_ENCRYPT_LIFETIME_MS);
      made.sha1_fingerprint = createHash('sha1').update(randomUUID()).digest('hex');
    },
  });
  return answer === '202-empty' ? { ...reply, body: {} } : reply;
}

interface NewCertificate extends Omit<StoredCertificate['public'], 'id' | 'created_at'> {
  readonly privateKey: string;
  readonly leaf: string;
  readonly chain: string;
}

function store(world: World, status: number, { privateKey, leaf, chain, ...rest }: NewCertificate): Reply {
  const stored: StoredCertificate = {
    public: { id: randomUUID(), created_at: formatTime(world.now()), ...rest },
    privateKey,
    leaf,
    chain,
    hiddenForLists: world.options.listLagRequests ?? 0,
    lastUsedAt: -Infinity,
  };
  world.certificates.push(stored);
  return { status, effect: true, body: { certificate: shown(stored, world) } };
}

function isWeak(key: KeyObject): boolean {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined) return modulusLength < 2048;
  return namedCurve !== undefined && Number(/\d{3}/u.exec(namedCurve)?.[0] ?? 0) < 224;
}

/** Ids are the same in capital letters; a test may seed one that is no text. */
function isSameId(own: unknown, id: string): boolean {
  return String(own).toLowerCase() === id.toLowerCase();
}
