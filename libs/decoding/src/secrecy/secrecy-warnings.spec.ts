import { secrecyWarnings } from './secrecy-warnings.ts';

describe('a word about secrets', () => {
  it('is a warning at each field that holds one, without the text', () => {
    const warnings = secrecyWarnings({
      案由: '侵犯商业秘密案',
      a: [{ b: '涉密人员', c: '密码' }],
      密级: '公开',
    });
    expect(warnings.map(({ code, at }) => [code, at])).toEqual([
      ['secrecy-word', '/案由'],
      ['secrecy-word', '/a/0/b'],
    ]);
    expect(JSON.stringify(warnings)).not.toContain('商业');
  });

  it('is not found where there is none', () => {
    expect(secrecyWarnings({ a: '★', b: 1, c: null, d: [true] })).toEqual([]);
  });
});
