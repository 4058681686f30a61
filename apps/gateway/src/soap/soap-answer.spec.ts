import { soapReceipt } from './soap-answer.ts';

const DETAIL = { zh: '日期不存在', en: 'no such day' };

test('a receipt says of each record what the JSON answer says', () => {
  const body = {
    receipt: {
      id: 'r-1',
      digest: 'sha-256:00',
      receivedTime: '2026-11-24T07:00:00.000Z',
      mappingVersion: 3,
      pending: false,
      repeated: true,
      trial: false,
    },
    counts: { records: 9, accepted: 1, quarantined: 8 },
    quarantined: [
      {
        index: 4,
        line: 12,
        key: null,
        rejections: [
          { code: 'bad-date', at: '/a<b', detail: DETAIL, output: 'license-decision', target: '/validFrom' },
        ],
        warnings: [],
        moreFindings: 21,
      },
    ],
    accepted: [],
    unlisted: { quarantined: 7, accepted: 0, href: '/v1/receipts/r-1', zh: '其余', en: 'the others' },
    advice: { zh: '改正后重新推送', en: 'mend and push again' },
  };
  const { bytes } = soapReceipt({ version: '1.1', charset: 'utf-8' }, 'urn:x', 'submit', body);
  expect(bytes.toString()).toContain(
    '<submitResponse xmlns="urn:x"><receipt>r-1</receipt><digest>sha-256:00</digest>' +
      '<receivedTime>2026-11-24T07:00:00.000Z</receivedTime><mappingVersion>3</mappingVersion>' +
      '<pending>false</pending><repeated>true</repeated><trial>false</trial>' +
      '<records>9</records><accepted>1</accepted><quarantined>8</quarantined>' +
      '<record><index>4</index><line>12</line>' +
      '<key xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>' +
      '<finding><kind>rejection</kind><code>bad-date</code><at>/a&lt;b</at><zh>日期不存在</zh><en>no such day</en>' +
      '<output>license-decision</output><target>/validFrom</target></finding><moreFindings>21</moreFindings></record>' +
      '<unlisted><quarantined>7</quarantined><accepted>0</accepted><href>/v1/receipts/r-1</href><zh>其余</zh><en>the others</en></unlisted>' +
      '<advice><zh>改正后重新推送</zh><en>mend and push again</en></advice></submitResponse>',
  );
});
