export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** The whole HTTP answers in what came over a connection. Written here because a lenient client would hide what is wrong. */
export function readAnswers(bytes: Buffer, isHead: boolean): { answers: Answer[]; rest: Buffer } {
  const answers: Answer[] = [];
  let at = 0;
  for (;;) {
    const headEnd = bytes.indexOf(HEAD_END, at);
    if (headEnd === -1) return { answers, rest: bytes.subarray(at) };
    const head = readHead(bytes.toString('latin1', at, headEnd));
    const start = headEnd + HEAD_END.length;
    const length = isHead || head.status < 200 ? 0 : Number(head.headers['content-length'] ?? 0);
    if (bytes.length < start + length) return { answers, rest: bytes.subarray(at) };
    at = start + length;
    // 100 Continue announces the answer.
    if (head.status >= 200) answers.push({ ...head, body: bytes.subarray(start, at) });
  }
}

function readHead(head: string): Omit<Answer, 'body'> {
  const [first = '', ...lines] = head.split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/u.exec(first)?.[1]);
  if (Number.isNaN(status)) throw new Error(`not the first line of an answer: ${first.slice(0, 200)}`);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status, headers };
}
