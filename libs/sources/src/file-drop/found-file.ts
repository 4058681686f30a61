/** A file as its folder lists it. */
export interface FoundFile {
  readonly name: string;
  readonly size: number;
  /** By the clock of the machine that it is on. */
  readonly modifiedMs: number;
}

/** Whether a file has been touched between two looks. */
export function isSameFile(one: FoundFile, other: FoundFile): boolean {
  return one.name === other.name && one.size === other.size && one.modifiedMs === other.modifiedMs;
}
