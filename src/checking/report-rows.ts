import { familyNameOf } from '../certificates/family.ts';
import type { ExpiringCertificate, ReportRow } from '../outcome.ts';
import { nameEndpoint } from '../tls/endpoint.ts';
import { describeProblem } from './findings.ts';
import type { Finding, Limits } from './findings.ts';

/** The findings for a report that lasts: nothing in it changes from one day to the next by itself, or if an id does. */
export function reportRows(findings: readonly Finding[], limits: Limits): ReportRow[] {
  const rows = findings.flatMap(({ problem, endpoint }): ReportRow[] => {
    if (problem.kind === 'certificate') return [certificateRow(problem.expiring, limits)];
    if (endpoint === undefined) return [];
    const { host, port } = endpoint;
    const text =
      problem.kind === 'served_expiring'
        ? `serves a certificate with fewer than ${limits.minDays} days left`
        : describeProblem(problem, limits);
    const what = nameEndpoint({ host, port, address: undefined });
    return [{ what, problem: text, expires: '', dnsNames: [host] }];
  });
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function certificateRow({ certificate, reason }: ExpiringCertificate, { minDays }: Limits): ReportRow {
  const problems = { error: 'in state "error"', expired: 'expired', short: `fewer than ${minDays} days left` };
  return {
    what: familyNameOf(certificate),
    problem: problems[reason],
    expires: certificate.notAfterText,
    dnsNames: certificate.dnsNames,
  };
}
