/**
 * The program cannot start, and the operator can do something about it. The message is one whole sentence (or one for
 * each line) that says what is wrong and what to do; it is shown without a stack, and the program ends with code 1.
 */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}

/** The reason inside anything thrown, for a sentence. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** The system's error code (`ENOENT`, `EADDRINUSE`), if the thrown thing has one. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
