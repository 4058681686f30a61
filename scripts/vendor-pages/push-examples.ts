import type { StreamPage, SystemPage } from './adapter-files.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  xml: 'application/xml',
  csv: 'text/csv',
};

/** A copy-and-paste example of a push in curl, Java, C# and Python. The file holds the stream's own format and charset. */
export function pushExamples(system: SystemPage, stream: StreamPage): string {
  const { source } = stream;
  const isForm = source.envelope?.kind === 'form';
  const type = isForm
    ? 'application/x-www-form-urlencoded'
    : `${mediaType(stream)}; charset=${source.charset}`;
  const path = isSoap(stream)
    ? `/v1/systems/${system.id}/soap`
    : `/v1/systems/${system.id}/streams/${stream.id}/records`;
  const file = stream.sample?.file ?? `records.${source.format}`;
  return [
    fenced('bash', curl(path, type, file)),
    fenced('java', java(path, type, file)),
    fenced('csharp', csharp(path, type, file)),
    fenced('python', python(path, type, file)),
  ].join('\n\n');
}

/** Whether a stream comes in a SOAP body. */
export function isSoap({ source }: StreamPage): boolean {
  return [source.records, source.envelope?.path].some((path) => path?.startsWith('/Envelope/Body/'));
}

function mediaType({ source }: StreamPage): string {
  return source.envelope?.kind === 'xml-text'
    ? 'text/xml'
    : (MEDIA_TYPES[source.format] ?? 'application/json');
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

function curl(path: string, type: string, file: string): string {
  return `curl -sS "$GATEWAY${path}" \\
  -H "Authorization: Bearer $KEY" -H "Content-Type: ${type}" \\
  -H "Idempotency-Key: $(date +%s)-$RANDOM" --data-binary @${file}`;
}

function java(path: string, type: string, file: string): string {
  return `var request = HttpRequest.newBuilder(URI.create(System.getenv("GATEWAY") + "${path}"))
    .header("Authorization", "Bearer " + System.getenv("KEY"))
    .header("Content-Type", "${type}")
    .header("Idempotency-Key", UUID.randomUUID().toString()) // 重试时沿用同一键 / the same key for a retry
    .POST(HttpRequest.BodyPublishers.ofFile(Path.of("${file}")))
    .build();
var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
System.out.println(response.statusCode() + " " + response.body());`;
}

function csharp(path: string, type: string, file: string): string {
  return `using var client = new HttpClient();
var content = new ByteArrayContent(File.ReadAllBytes("${file}"));
content.Headers.TryAddWithoutValidation("Content-Type", "${type}");
var request = new HttpRequestMessage(HttpMethod.Post, Environment.GetEnvironmentVariable("GATEWAY") + "${path}") { Content = content };
request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Environment.GetEnvironmentVariable("KEY"));
request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString()); // 重试时沿用同一键 / the same key for a retry
var response = await client.SendAsync(request);
Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");`;
}

function python(path: string, type: string, file: string): string {
  return `import os, urllib.error, urllib.request, uuid
request = urllib.request.Request(os.environ["GATEWAY"] + "${path}", data=open("${file}", "rb").read(), headers={
    "Authorization": "Bearer " + os.environ["KEY"], "Content-Type": "${type}",
    "Idempotency-Key": str(uuid.uuid4())})  # 重试时沿用同一键 / the same key for a retry
try:
    print(urllib.request.urlopen(request).read().decode())
except urllib.error.HTTPError as problem:
    print(problem.code, problem.read().decode())`;
}
