import { describeRenewals } from './renewals.ts';

describeRenewals('rsa2048');
