const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/**
 * Prose of a document as HTML: paragraphs are parted by blank lines, lines that start with `- ` are a list, and text
 * between backticks is code. Nothing else is markup, so that prose cannot bring any of its own.
 */
export function proseToHtml(text: string | undefined): string {
  return (text ?? '')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockToHtml)
    .join('\n');
}

/** One line of prose: no paragraph around it. */
export function inlineToHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function blockToHtml(block: string): string {
  const lines = block.split('\n');
  if (!lines.every((line) => line.startsWith('- '))) return `<p>${lines.map(inlineToHtml).join('<br>')}</p>`;
  return `<ul>${lines.map((line) => `<li>${inlineToHtml(line.slice(2))}</li>`).join('')}</ul>`;
}
