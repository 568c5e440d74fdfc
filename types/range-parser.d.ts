// range-parser 1.3 ships no types: the part component/src/http/ranges.ts uses.
declare module "range-parser" {
  interface ByteRange {
    readonly start: number;
    readonly end: number;
  }
  /** -1: unsatisfiable; -2: malformed. */
  export default function parseRange(
    size: number,
    header: string,
    options?: { combine?: boolean },
  ): ByteRange[] | -1 | -2;
}
