/** A request that is meant to cost much. */
export interface Attack {
  readonly title: string;
  /** Different each time, so that no cache has its response. */
  readonly body: (turn: number) => Buffer;
  /** It asks for little in a roundabout way and may be executed; it must not reach the upstream. */
  readonly harmless?: boolean;
  /** Sent in chunks, without Content-Length. */
  readonly chunked?: boolean;
}

export const json = (params: object) => Buffer.from(JSON.stringify(params));

/** A number of texts, separated by blanks. */
export const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** Brackets around brackets around something. */
export const nested = (open: string, close: string, inner: string, levels: number) =>
  open.repeat(levels) + inner + close.repeat(levels);
