import { organisationCode, type Cast } from './cast.ts';
import { fold } from './fold.ts';
import { idNumberOf, isIdNumber, usccOf, usccSerial } from './identities.ts';
import { renumbered } from './renumbered.ts';

/** A text as another story has it: the same parties and matters have the same other names and numbers in every system. */
export type Retelling = (story: number) => string;

const SYLLABLES = '澄桁砚溪汀沐棠渡岫白临川知微听澜望舒清和拾禾若谷雨眠樾岚绪鸣岐菱浦芷苇蓼泊瀛洲'.split('');
/** What a name begins with before it is a name of its own. */
const PLACE =
  /^(?:江苏)?(?:常州市?)?(?:武进区?)?(?:湖塘|牛塘|洛阳|雪堰|前黄|礼嘉|嘉泽|湟里|潘家|横山桥|遥观)?镇?/u;
const OWN_NAME = 2;
const FIRST_SERIAL = 100_000;
const CODE = /^[0-9A-Z]{18}$/u;
const ORGANISATION_CODE = /^[0-9A-Z]{9}$/u;
/** Of a code of which only the organisation code is known: any will do. */
const ANY_KIND = '91';

/** Cuts a text once, so that it can be told often. */
export function retellingOf(text: string, cast: Cast): Retelling {
  const folded = fold(text);
  const parts: Array<string | Retelling> = [];
  let end = 0;
  for (const match of folded.matchAll(cast.pattern)) {
    const [found, party, number] = match;
    const start = match.index;
    const own = text.slice(start, start + found.length);
    parts.push(text.slice(end, start));
    if (party !== undefined) parts.push(partyOf(own, found, cast));
    else if (number !== undefined) parts.push((story) => renumbered(own, found, story));
    else parts.push(isIdNumber(found) ? (story) => otherPerson(found, story) : own);
    end = start + found.length;
  }
  parts.push(text.slice(end));
  return (story) => parts.map((part) => (typeof part === 'string' ? part : part(story))).join('');
}

function partyOf(text: string, folded: string, { parties, placeOf }: Cast): Retelling {
  const place = placeOf.get(folded) ?? 0;
  const serial = (story: number): string => usccSerial(FIRST_SERIAL + story * parties + place);
  if (CODE.test(folded)) return (story) => usccOf(folded.slice(0, 2), serial(story));
  if (ORGANISATION_CODE.test(folded)) return (story) => organisationCode(usccOf(ANY_KIND, serial(story)));
  const start = PLACE.exec(text)?.[0].length ?? 0;
  return (story) => {
    const number = story * parties + place;
    const first = SYLLABLES[number % SYLLABLES.length]!;
    const second = SYLLABLES[Math.floor(number / SYLLABLES.length) % SYLLABLES.length]!;
    return text.slice(0, start) + first + second + text.slice(start + OWN_NAME);
  };
}

function otherPerson(idNumber: string, story: number): string {
  const order = (Number(idNumber.slice(14, 17)) + story) % 1_000;
  return idNumberOf(idNumber.slice(6, 14), String(order).padStart(3, '0'));
}
