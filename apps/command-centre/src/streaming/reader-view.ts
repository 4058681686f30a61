import { compileMask, type Mask, maskWithdrawal } from '@exchange/access';
import { isJsonObject, type ExchangeEvent, type SubjectSchema } from '@exchange/contracts';

/** What readers of one kind see of the data of a topic. There are two of them for each topic, shared by all its readers. */
export interface ReaderView {
  /** The data of an event as JSON text on one line; null when it is no JSON object. */
  dataOf(event: ExchangeEvent): string | null;
}

export interface ReaderViews {
  /** For readers who may see personal data. */
  readonly open: ReaderView;
  readonly masked: ReaderView;
}

export function readerViews(subject: SubjectSchema): ReaderViews {
  // Who may see personal data does not see all: what is internal and who asked for confidentiality is kept from everybody.
  const open = subject.sensitive.length > 0 ? compileMask(subject, { unmasked: true }) : null;
  const masked = compileMask(subject, { unmasked: false });
  return {
    open: { dataOf: (event) => dataText(event, event.operation === 'upsert' ? open : null) },
    masked: { dataOf: (event) => dataText(event, event.operation === 'upsert' ? masked : maskWithdrawal) },
  };
}

// Where nothing can be hidden the logged text goes out as it is.
function dataText(event: ExchangeEvent, mask: Mask | null): string | null {
  try {
    const data: unknown = JSON.parse(event.value);
    if (!isJsonObject(data)) return null;
    if (mask !== null) return JSON.stringify(mask(data));
    return /[\n\r]/.test(event.value) ? JSON.stringify(data) : event.value;
  } catch {
    return null;
  }
}
