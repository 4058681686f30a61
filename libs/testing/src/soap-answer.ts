import type { AnswerBody } from './answer-body.ts';

/**
 * A SOAP answer as a client's generated code would hand it over. `status`: of the problem where it is a fault, because
 * SOAP 1.1 has one HTTP status for all of them.
 */
export function readSoapAnswer(httpStatus: number, text: string): { status: number; body: AnswerBody } {
  if (text.includes('<soap:Fault>')) {
    const code = textOf(text, 'code');
    return { status: Number(textOf(text, 'status') ?? httpStatus), body: code === undefined ? {} : { code } };
  }
  const records = [...text.matchAll(/<record>.*?<\/record>/gsu)].map(([record]) => ({
    index: Number(textOf(record, 'index')),
    rejections: [...record.matchAll(/<finding>.*?<\/finding>/gsu)].flatMap(([finding]) =>
      textOf(finding, 'kind') === 'rejection' ? [{ code: textOf(finding, 'code') ?? '' }] : [],
    ),
  }));
  return {
    status: httpStatus,
    body: {
      receipt: { id: textOf(text, 'receipt') ?? '', pending: textOf(text, 'pending') === 'true' },
      counts: {
        records: Number(textOf(text, 'records')),
        accepted: Number(textOf(text, 'accepted')),
        quarantined: Number(textOf(text, 'quarantined')),
      },
      quarantined: records.filter(({ rejections }) => rejections.length > 0),
    },
  };
}

/** Text of the first element of that name; none of those that are asked for holds an entity. */
function textOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`, 'u').exec(xml)?.[1];
}
