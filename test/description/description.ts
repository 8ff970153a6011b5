import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import formatsPlugin from 'ajv-formats';
import { parse } from 'yaml';
import type { RecordedRequest } from '../simulator/world.ts';

// Not part of a checkout: where a copy of DigitalOcean's official description (github.com/digitalocean/openapi) lies beside it, it is used.
const FILE = resolve(import.meta.dirname, '../../..', 'shared', 'openapi', 'digitalocean-certificates.yaml');

export const HAS_DESCRIPTION = existsSync(FILE);

interface Operation {
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: object }>> };
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

let validators: ReadonlyMap<string, ValidateFunction> | undefined;

function compile(): ReadonlyMap<string, ValidateFunction> {
  const description = parse(readFileSync(FILE, 'utf8')) as { paths: Paths };
  const ajv = new Ajv({ strict: false, allErrors: true });
  formatsPlugin.default(ajv);
  ajv.addSchema({ $id: 'description', ...description });
  const found = new Map<string, ValidateFunction>();
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const method of ['post', 'put']) {
      if (operations[method]?.requestBody === undefined) continue;
      const pointer = ['paths', path, method, 'requestBody', 'content', 'application/json', 'schema']
        .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
        .join('/');
      found.set(
        `${method.toUpperCase()} ${path.replaceAll(/\{[^}]+\}/gu, '*')}`,
        ajv.compile({ $ref: `description#/${pointer}` }),
      );
    }
  }
  return found;
}

/** What the official description has against the body of a PUT or POST; nothing where it is silent. Global load balancers are a gap of it. */
export function faultsByDescription({
  method,
  path,
  body,
}: Pick<RecordedRequest, 'method' | 'path' | 'body'>): string[] {
  if (!HAS_DESCRIPTION || (method !== 'PUT' && method !== 'POST')) return [];
  if ((body as { type?: string } | undefined)?.type === 'GLOBAL') return [];
  validators ??= compile();
  const validate = validators.get(`${method} ${path.replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}$/u, '/*')}`);
  if (validate === undefined) return [`${method} ${path} is not described`];
  return validate(body)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${method} ${path}: ${instancePath} ${message ?? ''}`);
}
