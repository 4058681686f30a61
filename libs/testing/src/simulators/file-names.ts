import type { FileSettings } from '@exchange/sources';

/** Names under which a document may be dropped so that its stream takes it, the best first. `number`: of the file, from 1. */
export function fileNames(sampleName: string, settings: FileSettings, number: number): string[] {
  const stamp = String(number).padStart(6, '0');
  const layouts = (settings.layouts ?? []).map(({ pattern }) => pattern);
  const own = layouts.find((pattern) => matches(sampleName, pattern));
  const made = settings.patterns.flatMap((pattern) => {
    const stem = sampleName.replace(/\.[^.]+$/u, '');
    // A layout's own pattern says more than the stream's.
    const wider = own === undefined ? [] : [filled(own, stamp), filled(pattern, `${filled(own, stamp)}`)];
    return [...wider, filled(pattern, stamp), filled(pattern, `${stamp}-${stem}`)];
  });
  return [...made, sampleName].filter(
    (name) =>
      settings.patterns.some((pattern) => matches(name, pattern)) &&
      layouts.find((pattern) => matches(name, pattern)) === own,
  );
}

/** A name that matches the pattern: `text` stands in the place of the last `*`. */
function filled(pattern: string, text: string): string {
  const last = pattern.lastIndexOf('*');
  const named = last === -1 ? pattern : pattern.slice(0, last) + text + pattern.slice(last + 1);
  let digit = 0;
  return named.replaceAll('*', '').replaceAll('?', () => text.at(-1 - (digit++ % text.length)) ?? '0');
}

function matches(name: string, pattern: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'iu').test(name);
}
