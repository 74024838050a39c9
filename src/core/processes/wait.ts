import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Asks again and again until the answer is not null or false.
 * @param everyMs pause between two questions
 * @returns the answer, or null when `deadlineMs` have passed
 */
export async function until<Answer>(
  ask: () => Answer | null | false | Promise<Answer | null | false>,
  limits: { deadlineMs: number; everyMs: number },
): Promise<Answer | null> {
  const deadline = AbortSignal.timeout(limits.deadlineMs)
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== false) return answer
    if (deadline.aborted) return null
    await sleep(limits.everyMs)
  }
}

/** The result of `work`, or null when it takes longer than `deadlineMs`. The work itself goes on. */
export async function within<Result>(
  work: Promise<Result>,
  deadlineMs: number,
): Promise<Result | null> {
  const timer = new AbortController()
  const late = sleep(deadlineMs, null, { signal: timer.signal }).catch(() => null)
  try {
    return await Promise.race([work, late])
  } finally {
    timer.abort()
  }
}
