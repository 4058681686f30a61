import { REJECTION_CODES, WARNING_CODES } from '@exchange/contracts';
import type { Answer } from './read-answers.ts';
import type { Expectation } from './hostile-case.ts';

export interface ReceiptBody {
  readonly receipt: { readonly id: string; readonly pending: boolean; readonly repeated: boolean };
  readonly counts: { readonly records: number; readonly accepted: number; readonly quarantined: number };
  readonly quarantined: readonly Report[];
  readonly unlisted?: { readonly quarantined: number };
}

interface Report {
  readonly index: number;
  readonly rejections: ReadonlyArray<{ readonly code: string }>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- an answer is looked into at many places
type Json = any;

const CHINESE = /\p{Script=Han}/u;
const ABOUT_US = /node_modules|\bat \S+ \(|\.ts:\d|file:\/\/|postgres|SELECT |INSERT /iu;

/**
 * What every answer owes its reader: a receipt that counts every record and gives a reason in both languages for each that
 * was not accepted, or a problem document in both languages. Gives the receipt, null when it is a problem.
 */
export function expectClearAnswer(answer: Answer, expectation: Expectation): ReceiptBody | null {
  const { status, headers } = answer;
  const text = textOf(answer);
  const shown = `${status} ${text.slice(0, 600)}`;
  // One object, so that a failure shows the answer.
  expect({ status: expectation.status.includes(status) ? expectation.status : status, shown }).toEqual({
    status: expectation.status,
    shown,
  });
  if (status === 429 || status === 503) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  if (status === 401) expect(headers['www-authenticate']).toMatch(/^Bearer/u);
  if (status === 405) expect(headers['allow']).toMatch(/^[A-Z, ]+$/u);
  expect(text).not.toMatch(ABOUT_US);
  const body = JSON.parse(text) as Json;
  if (expectation.code !== undefined) expect(body.code).toBe(expectation.code);
  if (status < 300 && body.receipt === undefined && body.dryRun === undefined) return null;
  if (body.counts !== undefined) {
    expectWholeReceipt(status, body, expectation.rejection);
    return body.dryRun === true ? null : body;
  }
  expectProblem(status, headers, body, expectation.code);
  return null;
}

function expectProblem(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Json,
  code: string | undefined,
): void {
  expect(headers['content-type']).toMatch(/^application\/problem\+json; charset=(?:utf-8|gbk|gb18030)$/u);
  expect(body).toMatchObject({
    type: `urn:wujin:exchange:problem:${body.code}`,
    status,
    code: code ?? expect.stringMatching(/^[a-z][a-z-]+$/u),
    title: expect.stringMatching(CHINESE),
    detail: expect.stringMatching(CHINESE),
    zh: { title: expect.stringMatching(CHINESE), detail: expect.stringMatching(CHINESE) },
    en: { title: expect.stringMatching(/^[A-Z]/u), detail: expect.stringMatching(/[a-z]{3}/u) },
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/u),
  });
}

function expectWholeReceipt(status: number, body: Json, rejection: string | undefined): void {
  const { counts, quarantined, unlisted } = body;
  expect(counts.accepted + counts.quarantined).toBe(counts.records);
  if (body.dryRun === true) expect(status).toBe(200);
  else expect(status).toBe(counts.quarantined === 0 ? 200 : counts.accepted === 0 ? 422 : 207);
  // An answer lists a hundred at most, and says how many it does not.
  expect(quarantined).toHaveLength(Math.min(counts.quarantined, 100));
  expect(unlisted?.quarantined ?? 0).toBe(counts.quarantined - quarantined.length);
  if (counts.quarantined > 0 && body.dryRun !== true) {
    expect(body.advice).toEqual({
      zh: expect.stringMatching(CHINESE),
      en: expect.stringContaining('do not repeat'),
    });
  }
  for (const report of quarantined) {
    expect(Number.isInteger(report.index)).toBe(true);
    expect(report.rejections.length).toBeGreaterThan(0);
    for (const finding of report.rejections) expectFinding(finding, REJECTION_CODES);
    for (const finding of report.warnings) expectFinding(finding, WARNING_CODES);
  }
  if (rejection !== undefined) {
    expect(quarantined.flatMap((report: Report) => report.rejections.map(({ code }) => code))).toContain(
      rejection,
    );
  }
}

function expectFinding(finding: Json, codes: readonly string[]): void {
  const isClear =
    codes.includes(finding.code) &&
    /^(?:\/.*)?$/su.test(finding.at) &&
    CHINESE.test(finding.detail.zh) &&
    /[a-z]{3}/u.test(finding.detail.en);
  // Asked by hand first: a batch may have thousands of findings.
  if (!isClear)
    expect(finding).toBe(
      'a finding with a code of the closed list, a pointer and a sentence in both languages',
    );
}

function textOf({ headers, body }: Answer): string {
  const charset = /charset=([\w-]+)/u.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  return new TextDecoder(charset, { fatal: true }).decode(body);
}
