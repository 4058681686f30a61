import type { Detail } from '@exchange/contracts';

const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** A moment as it is told to people, to the minute, with its zone. */
export function beijingTime(moment: Date): Detail {
  const text = CLOCK.format(moment);
  return { zh: `${text}（北京时间）`, en: `${text} Beijing time` };
}
