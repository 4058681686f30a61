import type { ProblemForm, Problem } from '@exchange/runtime';
import type { Catalog } from '@exchange/catalog';
import { escapeXml } from './escape-xml.ts';
import {
  soapMessage,
  versionOf,
  type SoapDialect,
  type SoapMessage,
  type SoapVersion,
} from './soap-message.ts';
import { replyCharset, SOAP_PATH } from './soap-operations.ts';
import { xmlMembers } from './xml-element.ts';

/** Problems of SOAP calls as faults, wherever they arose: in admission, in the work on the call, or unforeseen. */
export function soapFaults(catalog: Catalog): ProblemForm {
  return (problem, request) => {
    if (request.method !== 'POST' || request.routeOptions.url !== `/${SOAP_PATH}`) return null;
    const { system } = request.params as { readonly system: string };
    const version = versionOf(request.headers['content-type']);
    const { contentType, bytes } = soapFault(
      { version, charset: replyCharset(catalog, system) },
      problem,
      request.id,
    );
    return { status: faultStatus(version, problem), type: contentType, body: bytes };
  };
}

/** A problem as a SOAP fault: the sender's where its status is below 500. Its detail says what the JSON problem says. */
export function soapFault(dialect: SoapDialect, problem: Problem, traceId: string): SoapMessage {
  const isSenders = problem.getStatus() < 500;
  const { zh, en } = problem.detail;
  const retryAfter = problem.headers['Retry-After'];
  const members = xmlMembers({
    code: problem.code,
    status: problem.getStatus(),
    zh,
    en,
    traceId,
    ...(retryAfter === undefined ? {} : { retryAfterSeconds: Number(retryAfter) }),
    ...problem.members,
  });
  const problemElement = `<problem xmlns="urn:wujin:exchange">${members}</problem>`;
  if (dialect.version === '1.1') {
    const text = escapeXml(`${zh} / ${en}`);
    const code = isSenders ? 'Client' : 'Server';
    return soapMessage(
      dialect,
      `<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${text}</faultstring><detail>${problemElement}</detail></soap:Fault>`,
    );
  }
  const code = `<soap:Code><soap:Value>soap:${isSenders ? 'Sender' : 'Receiver'}</soap:Value></soap:Code>`;
  const texts = Object.entries({ zh, en }).map(
    ([language, text]) => `<soap:Text xml:lang="${language}">${escapeXml(text)}</soap:Text>`,
  );
  const reason = `<soap:Reason>${texts.join('')}</soap:Reason>`;
  return soapMessage(
    dialect,
    `<soap:Fault>${code}${reason}<soap:Detail>${problemElement}</soap:Detail></soap:Fault>`,
  );
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
