/** The one place of the portal that reads the time. */
export const nowMs = (): number => Date.now()
export const now = (): Date => new Date(nowMs())
