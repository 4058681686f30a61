import type { Detail, Json, JsonObject, Warning } from '@exchange/contracts';
import { jsonPointer } from '../json-pointer.ts';

const WORD = /[绝絕机機秘祕涉]密/;

const NONE: readonly Warning[] = [];

const DETAIL: Detail = {
  zh: '文本提到“秘密”一类的词，但没有密级标志；请确认内容不涉及国家秘密和工作秘密',
  en: 'the text speaks of secrets but bears no marking: make sure that it holds no state or work secret',
};

/** The fields of a record that speak of secrets (侵犯商业秘密案) without being marked: accepted, and worth a look. */
export function secrecyWarnings(record: JsonObject): readonly Warning[] {
  const found: Warning[] = [];
  collect(record, [], found);
  return found.length === 0 ? NONE : found;
}

function collect(value: Json, path: (string | number)[], found: Warning[]): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) collectMember(index, value[index]!, path, found);
  } else {
    const object = value as JsonObject;
    for (const name in object) collectMember(name, object[name]!, path, found);
  }
}

function collectMember(
  name: string | number,
  member: Json,
  path: (string | number)[],
  found: Warning[],
): void {
  if (typeof member === 'string') {
    if (member.includes('密') && WORD.test(member)) {
      found.push({ code: 'secrecy-word', at: jsonPointer([...path, name]), detail: DETAIL });
    }
  } else if (typeof member === 'object' && member !== null) {
    path.push(name);
    collect(member, path, found);
    path.pop();
  }
}
