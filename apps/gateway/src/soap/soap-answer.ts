import type { Detail, Finding, Json, JsonObject } from '@exchange/contracts';
import type { RecordReport } from '@exchange/pipeline';
import { escapeXml } from './escape-xml.ts';
import { soapMessage, type SoapDialect, type SoapMessage } from './soap-message.ts';
import { xmlElement, xmlMembers } from './xml-element.ts';

/** The members of the JSON answer that the SOAP answer repeats. */
interface AnswerBody {
  readonly receipt: Readonly<Record<(typeof RECEIPT_MEMBERS)[number], Json>> & { readonly id: string };
  readonly counts: { readonly records: number; readonly accepted: number; readonly quarantined: number };
  readonly quarantined: readonly RecordReport[];
  readonly accepted: readonly RecordReport[];
  readonly unlisted?: JsonObject;
  readonly advice?: JsonObject;
}

const RECEIPT_MEMBERS = ['digest', 'receivedTime', 'mappingVersion', 'pending', 'repeated', 'trial'] as const;

/** The receipt of an operation. That records were quarantined is no fault: they are kept and need no retry. */
export function soapReceipt(
  dialect: SoapDialect,
  namespace: string,
  operation: string,
  body: JsonObject,
): SoapMessage {
  const { receipt, counts, quarantined, accepted, unlisted, advice } = body as unknown as AnswerBody;
  const members = RECEIPT_MEMBERS.map((name) => xmlElement(name, receipt[name]));
  const content = [
    xmlElement('receipt', receipt.id),
    ...members,
    xmlMembers(counts),
    ...[...quarantined, ...accepted].map(reportElement),
    xmlElement('unlisted', unlisted),
    xmlElement('advice', advice),
  ];
  return soapMessage(
    dialect,
    `<${operation}Response xmlns="${namespace}">${content.join('')}</${operation}Response>`,
  );
}

function reportElement({ index, line, key, rejections, warnings, moreFindings }: RecordReport): string {
  const content = [
    xmlElement('index', index),
    xmlElement('line', line),
    key === null
      ? '<key xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
      : `<key>${escapeXml(key)}</key>`,
    ...rejections.map((finding) => findingElement('rejection', finding)),
    ...warnings.map((finding) => findingElement('warning', finding)),
    xmlElement('moreFindings', moreFindings),
  ];
  return `<record>${content.join('')}</record>`;
}

function findingElement(kind: string, { code, at, detail, output, target }: Finding<string>): string {
  const { zh, en }: Detail = detail;
  return `<finding>${xmlMembers({ kind, code, at, zh, en, output, target })}</finding>`;
}
