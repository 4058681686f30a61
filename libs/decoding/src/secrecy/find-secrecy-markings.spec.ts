import iconv from 'iconv-lite';
import { decodeBatch } from '../decode-batch.ts';
import type { DecodeOptions } from '../decoded-batch.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { findSecrecyMarkings, OUTSIDE_RECORDS, type SecrecyFinding } from './find-secrecy-markings.ts';

function gate(body: string, options: DecodeOptions = { format: 'json', charset: 'utf-8' }): SecrecyFinding[] {
  const bytes = iconv.encode(body, options.charset);
  const batch = decodeBatch(bytes, options, DEFAULT_LIMITS);
  if (batch.kind !== 'records') throw new Error(`${batch.at}: ${batch.detail.en}`);
  return findSecrecyMarkings(batch.records, bytes, options);
}

function gateRecord(record: object): SecrecyFinding[] {
  return gate(JSON.stringify([{ ok: '公开' }, record]));
}

describe('the secrecy gate stops a record', () => {
  it.each([
    [{ 密级: '机密' }, '/密级', 'marking-field'],
    [{ 公文密级: '2' }, '/公文密级', 'marking-field'],
    [{ '密 级': '内部' }, '/密 级', 'marking-field'],
    [{ 保密级别: '商密' }, '/保密级别', 'marking-field'],
    [{ secretLevel: 'TOP' }, '/secretLevel', 'marking-field'],
    [{ SECRET_LEVEL: 3 }, '/SECRET_LEVEL', 'marking-field'],
    [{ ｓｅｃｒｅｔＬｅｖｅｌ: 'x' }, '/ｓｅｃｒｅｔＬｅｖｅｌ', 'marking-field'],
    [{ MiJi: '03' }, '/MiJi', 'marking-field'],
    [{ MJ: '机 密' }, '/MJ', 'marking-field'],
    [{ classification: 'SECRET' }, '/classification', 'marking-field'],
    [{ 是否涉密: '是' }, '/是否涉密', 'marking-field'],
    [{ 是否工作秘密: 1 }, '/是否工作秘密', 'marking-field'],
    [{ head: { 密级: { code: '2', name: '秘密' } } }, '/head/密级', 'marking-field'],
    [{ 密级: ['公开', '机密'] }, '/密级', 'marking-field'],
    [{ fields: [{ name: '密级', value: '秘密' }] }, '/fields/0', 'marking-field'],
    [{ a: '机密★10年' }, '/a', 'classification-mark'],
    [{ a: [{ b: '关于某事的通知（机 密 ★ 10年）' }] }, '/a/0/b', 'classification-mark'],
    [{ a: '绝\u3000密\u3000★\u3000长期' }, '/a', 'classification-mark'],
    [{ a: '秘密☆5年' }, '/a', 'classification-mark'],
    [{ a: '机密级★１０年' }, '/a', 'classification-mark'],
    [{ a: '機密⭐' }, '/a', 'classification-mark'],
    [{ a: '秘\u200b密\ufeff★' }, '/a', 'classification-mark'],
    [{ a: '机密*10年' }, '/a', 'classification-mark'],
    [{ a: '★机密' }, '/a', 'classification-mark'],
    [{ a: '文号：1\n密级：秘密\n正文' }, '/a', 'classification-mark'],
    [{ a: '绝密★启用前' }, '/a', 'classification-mark'],
    [{ fj: [{ mc: '附件1（秘密★3年）.pdf' }] }, '/fj/0/mc', 'classification-mark'],
    [{ url: 'https://x/%E6%9C%BA%E5%AF%86%E2%98%85.doc' }, '/url', 'classification-mark'],
    [{ url: '/f?n=%BB%FA%C3%DC%A1%EF' }, '/url', 'classification-mark'],
    [{ html: '<p>&#x673a;&#23494;&nbsp;<b>&starf;</b></p>' }, '/html', 'classification-mark'],
    [{ json: '{"t":"\\u673a\\u5bc6\\u2605"}' }, '/json', 'classification-mark'],
    [{ json: JSON.stringify('{"t":"\\u673a\\u5bc6\\u2605"}') }, '/json', 'classification-mark'],
    [{ '机密★1年': 1 }, '', 'classification-mark'],
    [{ json: '{"密级":"机密"}' }, '/json', 'marking-field'],
    [{ json: ' [{"secretLevel":2},{"secretLevel":3}]' }, '/json', 'marking-field'],
    [
      { json: JSON.stringify({ a: JSON.stringify({ 密级: { code: '2', name: '秘密' } }) }) },
      '/json',
      'marking-field',
    ],
    [{ xml: '<doc><密级>秘密</密级></doc>' }, '/xml', 'marking-field'],
    [{ xml: '<doc secretLevel="2"/>' }, '/xml', 'marking-field'],
    [{ json: `{"密级":"机密","deep":${'['.repeat(100_000)}` }, '/json', 'marking-field'],
    [{ a: '工作秘密' }, '/a', 'work-secret'],
    [{ a: '【工作秘密】关于某事' }, '/a', 'work-secret'],
    [{ a: '《工作秘密》' }, '/a', 'work-secret'],
    [{ a: '关于某事（工作秘密）.docx' }, '/a', 'work-secret'],
    [{ a: '附件_工作秘密.pdf' }, '/a', 'work-secret'],
    [{ a: '工作秘密 5年' }, '/a', 'work-secret'],
    [{ a: '工 作 秘 密：关于某事' }, '/a', 'work-secret'],
    [{ a: '内容 工作秘密★' }, '/a', 'work-secret'],
  ])('%j', (record, at, rule) => {
    expect(gateRecord(record)).toEqual([{ index: 1, at, rule }]);
  });

  it('whatever the escapes of the body are', () => {
    expect(gate('[{"a":"\\u673a\\u5BC6\\u2605"}]')).toMatchObject([{ rule: 'classification-mark' }]);
    expect(gate('[{"\\u5bc6\\u7ea7":"\\u673a\\u5bc6"}]')).toMatchObject([{ rule: 'marking-field' }]);
    const xml: DecodeOptions = { format: 'xml', charset: 'gb18030', records: '/r/x' };
    expect(gate('<r><x a="&#x673A;&#x5BC6;&#x2605;"/></r>', xml)).toEqual([
      { index: 0, at: '/@a', rule: 'classification-mark' },
    ]);
    expect(gate('<r><x><密级>秘密</密级></x></r>', xml)).toEqual([
      { index: 0, at: '/密级', rule: 'marking-field' },
    ]);
    expect(gate('<r><x><a><![CDATA[{"t":"\\u673a\\u5bc6★"}]]></a></x></r>', xml)).toMatchObject([
      { at: '/a' },
    ]);
    expect(gate('密级,a\n公开,1\n机密,2', { format: 'csv', charset: 'gbk' })).toEqual([
      { index: 1, at: '/密级', rule: 'marking-field' },
    ]);
  });

  it('that could not be read', () => {
    const ndjson: DecodeOptions = { format: 'ndjson', charset: 'gb18030' };
    expect(gate('{"a":1}\n{"t":"机密★10年"\n{"b":1}', ndjson)).toEqual([
      { index: 1, at: '', rule: 'classification-mark' },
    ]);
    expect(gate('{"密级":"机密","密级":"公开"}', ndjson)).toEqual([
      { index: 0, at: '', rule: 'marking-field' },
    ]);
    expect(gate('{"secretLevel" : 2, "n":1e400}', ndjson)).toEqual([
      { index: 0, at: '', rule: 'marking-field' },
    ]);
    expect(gate('a,密级\n1,公开,2\n1,机密,2', { format: 'csv', charset: 'utf-8' })).toEqual([
      { index: 1, at: '', rule: 'marking-field' },
    ]);
  });

  it('because of what is around the records', () => {
    const envelope: DecodeOptions = { format: 'json', charset: 'utf-8', records: '/rows' };
    const outside = (rule: string): object[] => [{ index: OUTSIDE_RECORDS, at: '', rule }];
    expect(gate('{"head":{"密级":"秘密"},"rows":[{"a":1}]}', envelope)).toEqual(outside('marking-field'));
    expect(gate('{"rows":[{"a":1},{"a":2}],"title":"秘密★"}', envelope)).toEqual(
      outside('classification-mark'),
    );
    expect(gate('{"rows":[{"a":1}],"secretLevel":1}', envelope)).toEqual(outside('marking-field'));
    expect(gate('{"head":{"密级":"公开"},"rows":[{"a":1}],"note":"秘密"}', envelope)).toEqual([]);
    const xml: DecodeOptions = { format: 'xml', charset: 'utf-8', records: '/r/x' };
    expect(gate('<r 密级="机密"><x/></r>', xml)).toEqual(outside('marking-field'));
    expect(gate('<r><!-- 机密★1年 --><x/></r>', xml)).toEqual(outside('classification-mark'));
    expect(gate('<r><x><a>1</a><!-- 机密★1年 --></x></r>', xml)).toEqual([
      { index: 0, at: '', rule: 'classification-mark' },
    ]);
  });

  it('in a message of a queue, also in one that is in another charset than the stream and so cannot be read', () => {
    const marked = '{"编号":"1","密级":"机密"}';
    const messages = [
      Buffer.from('{"编号":"0"}'),
      iconv.encode(marked, 'gbk'),
      iconv.encode(marked, 'utf16le', { addBOM: true }),
      iconv.encode(marked, 'utf16be'),
    ];
    const body = Buffer.concat(
      messages.flatMap((message) => [Buffer.from('\x1e'), message, Buffer.from('\n')]),
    );
    const options: DecodeOptions = { format: 'json-seq', charset: 'utf-8' };
    const batch = decodeBatch(body, options, DEFAULT_LIMITS);
    if (batch.kind !== 'records') throw new Error(batch.at);
    const finding = { at: '', rule: 'marking-field' };
    expect(findSecrecyMarkings(batch.records, body, options)).toEqual(
      [1, 2, 3].map((index) => ({ index, ...finding })),
    );
    const asGbk = { ...options, charset: 'gbk' } as const;
    const utf8 = Buffer.from(`\x1e${marked}\n`);
    const mistaken = decodeBatch(utf8, asGbk, DEFAULT_LIMITS);
    if (mistaken.kind !== 'records') throw new Error(mistaken.at);
    expect(findSecrecyMarkings(mistaken.records, utf8, asGbk)).toEqual([{ index: 0, ...finding }]);
  });

  it('in the envelope of a message', () => {
    expect(
      gate('\x1e{"密级":"秘密","rows":[{"a":1}]}\n', {
        format: 'json-seq',
        charset: 'utf-8',
        records: '/rows',
      }),
    ).toEqual([{ index: OUTSIDE_RECORDS, at: '', rule: 'marking-field' }]);
  });

  it('with findings that never hold the text, and not without end', () => {
    const findings = gate(
      JSON.stringify(Array.from({ length: 500 }, () => ({ 密级: '机密', 标题: '某事机密★10年' }))),
    );
    expect(findings).toHaveLength(100);
    expect(JSON.stringify(findings)).not.toMatch(/某事|机密|★/);
  });
});

describe('the secrecy gate lets pass', () => {
  it.each([
    [{ 密级: '' }],
    [{ 密级: null }],
    [{ 密级: '公开' }],
    [{ 密级: ' 公 开 ' }],
    [{ 密级: '非密', 保密级别: '无', secretLevel: '不涉密', miji: '-', 文件密级: 'N/A' }],
    [{ 密级: { code: '0', name: '公开' } }],
    [{ 密级: [] }],
    [{ 是否涉密: '否' }],
    [{ 是否涉密: 0, 涉密标识: false }],
    [{ MJ: '120.50' }],
    [{ MJ: '张三' }],
    [{ mj: 3, securityLevel: '二级', classification: '餐饮' }],
    [{ 是否保密: '是', isSecret: true }],
    [{ 密码: 'x', 加密级别: 'AES256', 精密级: '1级' }],
    [{ 案由: '侵犯商业秘密案' }],
    [{ 案由: '泄露国家秘密、工作秘密' }],
    [{ 标题: '工作秘密管理办法培训', 内容: '违反保守“工作秘密”的规定' }],
    [{ 评分: '★★★★★', 店名: '★秘密花园餐厅', 备注: '机密文件柜☑' }],
    [{ 备注: '机密*重要' }],
    [{ fields: [{ name: '密级', value: '公开' }] }],
    [{ json: '{"密级":{"code":"0","name":"公开"}}', xml: '<doc><密级>公开</密级></doc>', list: '[见附件]' }],
    [{ 进度: '100%', 链接: 'https://x/%E6%AD%A6%E8%BF%9B' }],
  ])('%j', (record) => {
    expect(gateRecord(record)).toEqual([]);
  });

  it('a record that is broken for another reason', () => {
    expect(gate('{"密级":"公开","n":1e400}', { format: 'ndjson', charset: 'utf-8' })).toEqual([]);
    expect(gate('{"案由":"侵犯商业秘密案"', { format: 'ndjson', charset: 'utf-8' })).toEqual([]);
  });
});
