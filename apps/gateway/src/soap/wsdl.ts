import type { AdapterManifest } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { escapeXml } from './escape-xml.ts';
import type { SoapOperation } from './soap-operations.ts';

const XML_NAME = /^[\p{L}_][\p{L}\p{N}._-]*$/u;

/** Namespace of a system's messages. */
export function namespaceOf(system: string): string {
  return `urn:wujin:exchange:${system}`;
}

/** WSDL 1.1, document/literal, with a binding for SOAP 1.1 and one for SOAP 1.2. `address` is the URL of the endpoint. */
export function wsdl(
  adapter: AdapterManifest,
  operations: readonly SoapOperation[],
  address: string,
): string {
  const url = escapeXml(address);
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="${adapter.id}" targetNamespace="${namespaceOf(adapter.id)}" xmlns:tns="${namespaceOf(adapter.id)}"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/">
  <wsdl:documentation>${escapeXml(`${adapter.name.zh} → 武进区数据共享交换网关 / ${adapter.name.en} to the exchange gateway`)}</wsdl:documentation>
  <wsdl:types>
    <xs:schema targetNamespace="${namespaceOf(adapter.id)}" elementFormDefault="qualified">
${operations.map(elementsOf).join('\n')}
${RECEIPT_TYPE}
    </xs:schema>
  </wsdl:types>
${operations.map(({ name }) => messagesOf(name)).join('\n')}
  <wsdl:portType name="Exchange">
${operations.map(({ name }) => portOperation(name)).join('\n')}
  </wsdl:portType>
${binding('Soap11', 'soap', operations)}
${binding('Soap12', 'soap12', operations)}
  <wsdl:service name="ExchangeService">
    <wsdl:port name="Soap11Port" binding="tns:Soap11"><soap:address location="${url}"/></wsdl:port>
    <wsdl:port name="Soap12Port" binding="tns:Soap12"><soap12:address location="${url}"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
}

function elementsOf({ name, element, isText, entry }: SoapOperation): string {
  const request = isText
    ? `<xs:element name="${element}" type="xs:string"/>`
    : `<xs:element name="${element}" minOccurs="1" maxOccurs="unbounded"><xs:complexType><xs:all>
${fieldsOf(entry.sourceSchema).join('\n')}
        </xs:all></xs:complexType></xs:element>`;
  return `      <xs:element name="${name}"><xs:complexType><xs:sequence>${request}</xs:sequence></xs:complexType></xs:element>
      <xs:element name="${name}Response" type="tns:Receipt"/>`;
}

function fieldsOf({ properties = {} }: JsonObject): string[] {
  return Object.entries(properties as Record<string, JsonObject>).flatMap(([name, schema]) => {
    if (!XML_NAME.test(name)) return [];
    const isNested = 'properties' in schema || 'items' in schema;
    const title = (schema['x-title'] as { zh?: string; en?: string } | undefined) ?? {};
    const words = [title.zh, title.en].filter(Boolean).join(' / ');
    const note =
      words === ''
        ? ''
        : `<xs:annotation><xs:documentation>${escapeXml(words)}</xs:documentation></xs:annotation>`;
    const type = isNested ? 'xs:anyType' : 'xs:string';
    return `          <xs:element name="${name}" type="${type}" minOccurs="0" nillable="true">${note}</xs:element>`;
  });
}

const RECEIPT_TYPE = `      <xs:complexType name="Receipt"><xs:sequence>
        <xs:element name="receipt" type="xs:string"/>
        <xs:element name="digest" type="xs:string"/>
        <xs:element name="receivedTime" type="xs:dateTime"/>
        <xs:element name="mappingVersion" type="xs:int"/>
        <xs:element name="pending" type="xs:boolean"/>
        <xs:element name="repeated" type="xs:boolean"/>
        <xs:element name="trial" type="xs:boolean"/>
        <xs:element name="records" type="xs:int"/>
        <xs:element name="accepted" type="xs:int"/>
        <xs:element name="quarantined" type="xs:int"/>
        <xs:element name="record" type="tns:RecordReport" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="unlisted" type="tns:Unlisted" minOccurs="0"/>
        <xs:element name="advice" type="tns:Sentence" minOccurs="0"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="RecordReport"><xs:sequence>
        <xs:element name="index" type="xs:int"/>
        <xs:element name="line" type="xs:int" minOccurs="0"/>
        <xs:element name="key" type="xs:string" nillable="true"/>
        <xs:element name="finding" type="tns:Finding" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="moreFindings" type="xs:int" minOccurs="0"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="Finding"><xs:sequence>
        <xs:element name="kind" type="xs:string"/>
        <xs:element name="code" type="xs:string"/>
        <xs:element name="at" type="xs:string"/>
        <xs:element name="zh" type="xs:string"/>
        <xs:element name="en" type="xs:string"/>
        <xs:element name="output" type="xs:string" minOccurs="0"/>
        <xs:element name="target" type="xs:string" minOccurs="0"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="Unlisted"><xs:sequence>
        <xs:element name="quarantined" type="xs:int"/>
        <xs:element name="accepted" type="xs:int"/>
        <xs:element name="href" type="xs:string" minOccurs="0"/>
        <xs:element name="zh" type="xs:string" minOccurs="0"/>
        <xs:element name="en" type="xs:string" minOccurs="0"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="Sentence"><xs:sequence>
        <xs:element name="zh" type="xs:string"/>
        <xs:element name="en" type="xs:string"/>
      </xs:sequence></xs:complexType>`;

function messagesOf(name: string): string {
  return `  <wsdl:message name="${name}Request"><wsdl:part name="parameters" element="tns:${name}"/></wsdl:message>
  <wsdl:message name="${name}Reply"><wsdl:part name="parameters" element="tns:${name}Response"/></wsdl:message>`;
}

function portOperation(name: string): string {
  return `    <wsdl:operation name="${name}"><wsdl:input message="tns:${name}Request"/><wsdl:output message="tns:${name}Reply"/></wsdl:operation>`;
}

function binding(name: string, prefix: 'soap' | 'soap12', operations: readonly SoapOperation[]): string {
  return `  <wsdl:binding name="${name}" type="tns:Exchange">
    <${prefix}:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${operations
  .map(
    (
      operation,
    ) => `    <wsdl:operation name="${operation.name}"><${prefix}:operation soapAction="${operation.name}" style="document"/>
      <wsdl:input><${prefix}:body use="literal"/></wsdl:input><wsdl:output><${prefix}:body use="literal"/></wsdl:output></wsdl:operation>`,
  )
  .join('\n')}
  </wsdl:binding>`;
}
