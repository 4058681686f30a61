/** What the ledger needs of a gateway's answer. */
export interface AnswerBody {
  readonly receipt?: { readonly id: string; readonly pending: boolean; readonly repeated?: boolean };
  readonly counts?: { readonly records: number; readonly accepted: number; readonly quarantined: number };
  readonly quarantined?: ReadonlyArray<{
    readonly index: number;
    readonly rejections: ReadonlyArray<{ readonly code: string }>;
  }>;
  readonly code?: string;
}
