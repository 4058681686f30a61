import type { Detail } from '@exchange/contracts';
import type { ComparisonResult } from '@exchange/sources';

/** What a reconciliation found, what was done about it, and what is left to do. */
export function differenceWords(result: ComparisonResult): Detail {
  const { missing, changed, gone, refetched, withdrawn, kept, isOverLimit, hasUnordered } = result;
  const isLeft = gone > withdrawn + kept;
  const found: Detail = {
    zh: `核对发现：漏读 ${missing} 条，内容不符 ${changed} 条，源库已无 ${gone} 条`,
    en: `the reconciliation found ${missing} records that were missed, ${changed} with other content, ${gone} that the source has no more`,
  };
  const done: Detail = isOverLimit
    ? {
        zh: `差异超过上限，补读 ${refetched} 条、撤回 ${withdrawn} 条，其余未处理；请核对源库是否正在重灌或换了数据，必要时回填（backfill）或调大 keysMax`,
        en: `that is more than the limit: ${refetched} were read again and ${withdrawn} withdrawn, nothing else was done; see whether the source is being filled anew or holds other data, fill it back, or set a larger keysMax`,
      }
    : {
        zh: `已补读 ${refetched} 条、撤回 ${withdrawn} 条${isLeft ? '；源库已无的记录请确认后用 reconcile --withdraw 撤回，属清理旧数据的用 --keep 保留' : ''}`,
        en: `${refetched} were read again and ${withdrawn} withdrawn${isLeft ? '; have those confirmed that the source has no more, then withdraw them with reconcile --withdraw, or keep them with --keep where it cleared away what is old' : ''}`,
      };
  if (!hasUnordered) return { zh: `${found.zh}。${done.zh}`, en: `${found.en}; ${done.en}` };
  return {
    zh: `${found.zh}。表中有修订字段或主键为空的行，“源库已无”的记录可能就在其中，本次一律未撤回；请源库补齐后再核对。${done.zh}`,
    en: `${found.en}; rows of the table have an empty revision or key, and what seems gone may be among them, so nothing was withdrawn: have them filled in, then reconcile again; ${done.en}`,
  };
}
