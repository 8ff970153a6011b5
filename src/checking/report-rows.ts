import { describeShort, durationMsOf, limitMsOf } from '../certificates/expiry.ts';
import type { ExpiryRule } from '../certificates/expiry.ts';
import { familyNameOf } from '../certificates/family.ts';
import type { ExpiringCertificate, ReportRow } from '../outcome.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import { validityOf } from '../tls/validity.ts';
import { describeProblem } from './findings.ts';
import type { Finding } from './findings.ts';

/** The findings for a report that lasts: nothing in it changes from one day to the next by itself, or if an id does. */
export function reportRows(findings: readonly Finding[], rule: ExpiryRule): ReportRow[] {
  const rows = findings.flatMap(({ problem, endpoint }): ReportRow[] => {
    if (problem.kind === 'certificate') return [certificateRow(problem.expiring, rule)];
    if (endpoint === undefined) return [];
    const { host, port } = endpoint;
    const text =
      problem.kind === 'served_expiring'
        ? `serves a certificate with ${describeShort(rule.minDays, limitMsOf(rule.minDays, durationMsOf(validityOf(problem.served))))}`
        : describeProblem(problem, rule);
    const what = nameEndpoint({ host, port, address: undefined });
    return [{ what, problem: text, expires: '', dnsNames: [host] }];
  });
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function certificateRow({ certificate, reason, limitMs }: ExpiringCertificate, { minDays }: ExpiryRule): ReportRow {
  const problems = { error: 'in state "error"', expired: 'expired', short: describeShort(minDays, limitMs) };
  return {
    what: familyNameOf(certificate),
    problem: problems[reason],
    expires: certificate.notAfterText,
    dnsNames: certificate.dnsNames,
  };
}
