import Big from 'big.js';

const YUAN_IN_TEN_THOUSAND = 10_000;
const DECIMALS = 6;

/** Yuan as exact decimal text → 万元 with six decimals, as CF_NR_FK wants it. Never through a floating-point number. */
export function tenThousandYuan(yuan: string | undefined): string | undefined {
  return yuan === undefined ? undefined : new Big(yuan).div(YUAN_IN_TEN_THOUSAND).toFixed(DECIMALS);
}

/** `YYYY-MM-DD` → `YYYY/MM/DD`. */
export function slashDate(date: string | null | undefined): string | undefined {
  return date?.replaceAll('-', '/');
}
