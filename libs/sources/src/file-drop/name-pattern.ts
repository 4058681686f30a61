/** Whether a file's name matches a pattern with `*` and `?`, without regard to case. */
export function matchesPattern(name: string, pattern: string): boolean {
  // Step by step with one place to come back to: a regular expression of many `*` could take for ever.
  const text = [...name.toLowerCase()];
  const wanted = [...pattern.toLowerCase()];
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (wanted[place] === '*') {
      star = place++;
      resume = at;
    } else if (place < wanted.length && (wanted[place] === '?' || wanted[place] === text[at])) {
      place++;
      at++;
    } else if (star !== -1) {
      place = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (wanted[place] === '*') place++;
  return place === wanted.length;
}
