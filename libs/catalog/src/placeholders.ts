import { isJsonObject, type Json } from '@exchange/contracts';

/** What the scaffold writes where only people can know what belongs there. */
export const PLACEHOLDER = '待填写 / to be filled in';

/** JSON Pointers of the texts that nobody has filled in yet. */
export function placeholdersIn(value: Json, at = ''): string[] {
  if (typeof value === 'string') return value.includes('待填写') ? [at] : [];
  if (!Array.isArray(value) && !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => placeholdersIn(member, `${at}/${name}`));
}
