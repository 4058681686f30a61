const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text for XML content or an attribute. Control characters, which XML cannot hold, become U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      .replaceAll(/[&<>"]/gu, (character) => ENTITIES[character]!)
      // oxlint-disable-next-line no-control-regex -- these are what XML cannot hold
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd')
  );
}
