/** What a subscriber sees of an event. */
export interface SeenEvent {
  readonly subject: string;
}

/** Reads a stream of server-sent events until the returned function is called. */
export async function listen(
  url: string,
  token: string,
  onEvent: (event: SeenEvent) => void,
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: stopping.signal,
  });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
  const reading = read(response.body, onEvent).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return async () => {
    stopping.abort();
    await reading;
  };
}

async function read(body: ReadableStream<Uint8Array>, onEvent: (event: SeenEvent) => void): Promise<void> {
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: {')) onEvent(JSON.parse(line.slice(6)) as SeenEvent);
  }
}
