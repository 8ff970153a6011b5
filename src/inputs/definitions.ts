import type { OperationName } from '../task.ts';

/** An input as action.yml declares it: its default, and which operations read it. */
export interface InputDefinition {
  readonly default: string;
  readonly operations: readonly OperationName[] | 'all';
}

const UPLOADS = ['create', 'present', 'rotate'] as const;
const ROTATION = ['rotate'] as const;
const CREATIONS = ['create', 'present'] as const;
const CHECK = ['check'] as const;
const DELETIONS = ['delete', 'absent'] as const;

/** Every operation there is, for messages and checks. */
export const OPERATION_NAMES: readonly OperationName[] = [
  'list',
  'get',
  'create',
  'present',
  'delete',
  'absent',
  'rotate',
  'check',
];

/** Every input. An empty value means the default. */
export const INPUTS = {
  operation: { default: 'present', operations: 'all' },
  token: { default: '', operations: 'all' },
  name: { default: '', operations: 'all' },
  id: { default: '', operations: ['get', ...DELETIONS, ...ROTATION, 'check'] },
  private_key: { default: '', operations: UPLOADS },
  leaf_certificate: { default: '', operations: UPLOADS },
  certificate_chain: { default: '', operations: UPLOADS },
  private_key_path: { default: '', operations: UPLOADS },
  leaf_certificate_path: { default: '', operations: UPLOADS },
  certificate_chain_path: { default: '', operations: UPLOADS },
  directory: { default: '', operations: UPLOADS },
  layout: { default: 'auto', operations: UPLOADS },
  include: { default: '', operations: UPLOADS },
  exclude: { default: '', operations: UPLOADS },
  on_missing: { default: 'fail', operations: ROTATION },
  source: { default: 'supplied', operations: ROTATION },
  type: { default: 'custom', operations: CREATIONS },
  dns_names: { default: '', operations: [...CREATIONS, 'check'] },
  on_mismatch: { default: 'fail', operations: ['present'] },
  replaces: { default: '', operations: ROTATION },
  delete_previous: { default: 'true', operations: ROTATION },
  allow_dropped_names: { default: 'false', operations: ROTATION },
  allow_test_ca: { default: 'false', operations: [...UPLOADS, ...CHECK] },
  allow_older: { default: 'false', operations: ROTATION },
  kubernetes: { default: 'auto', operations: ROTATION },
  kubeconfig_path: { default: '', operations: ROTATION },
  endpoints: { default: '', operations: [...ROTATION, ...CHECK] },
  min_days: { default: 'auto', operations: [...ROTATION, ...CHECK] },
  acme_directory: { default: '', operations: CHECK },
  on_expiring: { default: 'fail', operations: CHECK },
  report_issue: { default: 'false', operations: CHECK },
  github_token: { default: '${{ github.token }}', operations: CHECK },
  dry_run: { default: 'false', operations: [...UPLOADS, ...DELETIONS] },
  wait_timeout: { default: '900', operations: 'all' },
  api_url: { default: 'https://api.digitalocean.com', operations: 'all' },
} as const satisfies Readonly<Record<string, InputDefinition>>;

export type InputName = keyof typeof INPUTS;

/** The names of all inputs. */
export const INPUT_NAMES: readonly InputName[] = Object.keys(INPUTS).filter(isInputName);

function isInputName(text: string): text is InputName {
  return text in INPUTS;
}

/** Does this operation read that input? */
export function isReadBy(input: InputName, operation: OperationName): boolean {
  const { operations }: InputDefinition = INPUTS[input];
  return operations === 'all' || operations.includes(operation);
}
