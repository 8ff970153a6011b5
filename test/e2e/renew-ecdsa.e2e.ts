import { describeRenewals } from './renewals.ts';

describeRenewals('ec256');
