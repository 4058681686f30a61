import { accepted, refused, unreadable, wrongType, type CaseGroup } from '../hostile-case.ts';
import { approvalCase, approvalDocument, EVENT_LINES, gridList, gridRow, order, ORDERS } from '../records.ts';
import { pushCases } from '../wire.ts';

function typed(contentType: string | readonly string[] | null): {
  headers: { 'content-type': string | readonly string[] | null };
} {
  return { headers: { 'content-type': contentType } };
}

const XML = approvalDocument(approvalCase());

export const contentTypes: CaseGroup = {
  kind: 'content types',
  cases: [
    ...pushCases(ORDERS, [
      ['no Content-Type', order(), wrongType, typed(null)],
      ['an empty Content-Type', order(), wrongType, typed('')],
      ['a Content-Type that is only a semicolon', order(), wrongType, typed(';')],
      ['anything', order(), wrongType, typed('*/*')],
      ['half a Content-Type', order(), wrongType, typed('application')],
      ['a type without a subtype', order(), wrongType, typed('application/')],
      ['text', order(), wrongType, typed('text/plain; charset=utf-8')],
      [
        'a form',
        `json=${encodeURIComponent(order())}`,
        wrongType,
        typed('application/x-www-form-urlencoded'),
      ],
      [
        'an upload of a file',
        `--x\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n${order()}\r\n--x--\r\n`,
        wrongType,
        typed('multipart/form-data; boundary=x'),
      ],
      ['an upload without a boundary', order(), wrongType, typed('multipart/form-data')],
      ['a byte stream', order(), wrongType, typed('application/octet-stream')],
      ['a merge patch', order(), wrongType, typed('application/merge-patch+json')],
      ['a problem document', order(), wrongType, typed('application/problem+json')],
      ['CSV where JSON is registered', gridList(gridRow()), wrongType, typed('text/csv; charset=utf-8')],
      ['XML where JSON is registered', XML, wrongType, typed('application/xml; charset=utf-8')],
      ['two types in one header', order(), wrongType, typed('application/json, text/xml')],
      ['the name of a property of every object', order(), wrongType, typed('constructor')],
      ['the name of the prototype', order(), wrongType, typed('__proto__')],
      ['a path instead of a type', order(), wrongType, typed('../../json')],
      ['bytes beyond ASCII', order(), wrongType, typed('application/j\u00e9son')],
      ['a type of 10,000 characters', order(), wrongType, typed(`application/${'j'.repeat(10_000)}`)],
      [
        'JSON with 1,000 empty parameters',
        order(),
        accepted,
        typed(`application/json; charset=utf-8${'; '.repeat(1_000)}`),
      ],
      [
        'JSON with a parameter nobody knows',
        order(),
        accepted,
        typed('application/json; charset=utf-8; version=1; q=0.9'),
      ],
      [
        'two Content-Type headers that differ',
        order(),
        refused([200, 400, 415]),
        typed(['application/json; charset=utf-8', 'text/xml']),
      ],
      ['a SOAP message', '<soap:Envelope/>', wrongType, typed('application/soap+xml')],
    ]),
    ...pushCases(EVENT_LINES, [
      ['CSV sent as NDJSON', gridList(gridRow()), { status: [422], rejection: 'unreadable-record' }],
      [
        'JSON where NDJSON is registered, a list of events cut off',
        '[{"event_id":"SJ1"}',
        unreadable,
        typed('application/json'),
      ],
    ]),
  ],
};
