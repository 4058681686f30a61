export interface StreamName {
  readonly system: string;
  readonly stream: string;
}
