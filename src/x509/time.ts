import { TAG } from './der.ts';
import type { DerElement } from './der.ts';

/** A moment in the only forms that certificates may use (RFC 5280, 4.1.2.5); undefined for any other. */
export function readTime({ tag, content: text }: DerElement): Date | undefined {
  const isUtcTime = tag === TAG.utcTime;
  if ((!isUtcTime && tag !== TAG.generalizedTime) || !(isUtcTime ? UTC_TIME : GENERALIZED_TIME).test(text))
    return undefined;
  // Years of two digits are of 1950 to 2049.
  const year = isUtcTime ? (text < '5' ? 2000 : 1900) + digitsAt(text, 0) : digitsAt(text, 0) * 100 + digitsAt(text, 2);
  const start = isUtcTime ? 2 : 4;
  const month = digitsAt(text, start);
  const day = digitsAt(text, start + 2);
  const hour = digitsAt(text, start + 4);
  const minute = digitsAt(text, start + 6);
  const second = digitsAt(text, start + 8);
  const moment = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  moment.setUTCFullYear(year, month - 1, day);
  // A day that does not exist, such as 30 February, would move on to another.
  const exists = moment.getUTCDate() === day && month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60;
  return exists ? moment : undefined;
}

/** The number that two digits make. */
function digitsAt(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * ZERO;
}

const ZERO = 48;
const UTC_TIME = /^\d{12}Z$/u;
const GENERALIZED_TIME = /^\d{14}Z$/u;
