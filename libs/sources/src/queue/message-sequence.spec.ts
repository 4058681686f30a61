import { chunkSize, sequenceOf } from './message-sequence.ts';

function messagesOf(...texts: string[]) {
  return texts.map((text, tag) => ({ body: Buffer.from(text), digest: '', isRedelivered: false, tag }));
}

const LIMITS = { messages: 3, bytes: 20, records: 5, isEnveloped: false };

describe('the messages of one chunk', () => {
  it.each<[string[], number]>([
    [['{}'], 1],
    [['{}', '{}', '{}', '{}'], 3],
    [['{"a":"12345"}', '{"a":"12345"}'], 1],
    [['{"a":"1234567890123456789"}', '{}'], 1],
    [['[{},{},{}]', '[{},{}]', '{}'], 2],
    [['[{},{},{}]', '[{},{},{}]'], 1],
  ])('%j: the first %d', (texts, count) => {
    expect(chunkSize(messagesOf(...texts), LIMITS)).toBe(count);
  });

  it('may hold many records in an envelope, and fields count as records because nobody has read it yet', () => {
    const texts = messagesOf('{"r":[{},{},{}]}', '{"r":[{},{}]}', '{"r":[]}');
    expect(chunkSize(texts, { ...LIMITS, bytes: 99 })).toBe(3);
    expect(chunkSize(texts, { ...LIMITS, bytes: 99, isEnveloped: true })).toBe(2);
  });

  it('keep their own bytes in the body', () => {
    expect(sequenceOf(messagesOf('{"a":1}', '', 'x\n'))).toEqual(Buffer.from('\x1e{"a":1}\n\x1e\n\x1ex\n\n'));
  });
});
