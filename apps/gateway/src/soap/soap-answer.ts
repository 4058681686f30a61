import type { Detail, JsonObject } from '@exchange/contracts';
import type { RecordReport } from '@exchange/pipeline';
import type { Problem } from '@exchange/runtime';
import { escapeXml } from './escape-xml.ts';

export type SoapVersion = '1.1' | '1.2';

const ENVELOPES: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
};

/** The members of the JSON answer that the SOAP answer repeats. */
interface AnswerBody {
  readonly receipt: { readonly id: string; readonly digest: string; readonly pending: boolean };
  readonly counts: { readonly records: number; readonly accepted: number; readonly quarantined: number };
  readonly quarantined: readonly RecordReport[];
  readonly accepted: readonly RecordReport[];
}

/** The receipt of an operation. That records were quarantined is no fault: they are kept and need no retry. */
export function soapReceipt(
  version: SoapVersion,
  namespace: string,
  operation: string,
  body: JsonObject,
): string {
  const { receipt, counts, quarantined, accepted } = body as unknown as AnswerBody;
  const members = { receipt: receipt.id, digest: receipt.digest, pending: receipt.pending, ...counts };
  const heads = Object.entries(members).map(([name, value]) => `<${name}>${String(value)}</${name}>`);
  const reports = [...quarantined, ...accepted].map(reportElement);
  return envelope(
    version,
    `<${operation}Response xmlns="${namespace}">${[...heads, ...reports].join('')}</${operation}Response>`,
  );
}

function reportElement({ index, key, rejections, warnings }: RecordReport): string {
  const findings = [
    ...rejections.map((finding) => findingElement('rejection', finding)),
    ...warnings.map((finding) => findingElement('warning', finding)),
  ];
  const keyElement =
    key === null
      ? '<key xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
      : `<key>${escapeXml(key)}</key>`;
  return `<record><index>${index}</index>${keyElement}${findings.join('')}</record>`;
}

function findingElement(kind: string, finding: { code: string; at: string; detail: Detail }): string {
  const { code, at, detail } = finding;
  const members = { kind, code, at, ...detail };
  return `<finding>${Object.entries(members)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('')}</finding>`;
}

/** A problem as a SOAP fault: the sender's where its status is below 500. */
export function soapFault(version: SoapVersion, problem: Problem): string {
  const isSenders = problem.getStatus() < 500;
  const text = escapeXml(`${problem.detail.zh} / ${problem.detail.en}`);
  const detail = `<problem xmlns="urn:wujin:exchange"><code>${problem.code}</code><status>${problem.getStatus()}</status></problem>`;
  if (version === '1.1')
    return envelope(
      version,
      `<soap:Fault><faultcode>soap:${isSenders ? 'Client' : 'Server'}</faultcode><faultstring>${text}</faultstring><detail>${detail}</detail></soap:Fault>`,
    );
  const code = `<soap:Code><soap:Value>soap:${isSenders ? 'Sender' : 'Receiver'}</soap:Value></soap:Code>`;
  const reason = `<soap:Reason><soap:Text xml:lang="zh">${text}</soap:Text></soap:Reason>`;
  return envelope(version, `<soap:Fault>${code}${reason}<soap:Detail>${detail}</soap:Detail></soap:Fault>`);
}

/**
 * HTTP status of a fault: SOAP 1.1 knows 500 alone, SOAP 1.2 also 400. What asks for patience keeps its 503, so that clients
 * and proxies see it.
 */
export function faultStatus(version: SoapVersion, problem: Problem): number {
  const status = problem.getStatus();
  if (status === 503 || status === 429) return 503;
  return version === '1.2' && status < 500 ? 400 : 500;
}

export function contentTypeOf(version: SoapVersion): string {
  return version === '1.1' ? 'text/xml; charset=utf-8' : 'application/soap+xml; charset=utf-8';
}

function envelope(version: SoapVersion, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${ENVELOPES[version]}"><soap:Body>${content}</soap:Body></soap:Envelope>`;
}
