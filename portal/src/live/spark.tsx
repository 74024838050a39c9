/** Sixty seconds as bars, for the eye only: the figure beside says the same. */
export function Spark({ seconds, colour = 'brand' }: { seconds: number[]; colour?: string }) {
  const most = Math.max(1, ...seconds)
  return (
    <svg
      viewBox={`0 0 ${seconds.length} 24`}
      preserveAspectRatio="none"
      width="100%"
      height={28}
      aria-hidden
      fill={`var(--mantine-color-${colour}-5)`}
    >
      <rect x={0} y={23.5} width={seconds.length} height={0.5} fill="var(--mantine-color-dimmed)" />
      {seconds.map((value, at) =>
        value === 0 ? null : (
          <rect
            // eslint-disable-next-line react/no-array-index-key
            key={at}
            x={at}
            y={24 - (value / most) * 23}
            width={0.85}
            height={(value / most) * 23}
          />
        ),
      )}
    </svg>
  )
}

export const total = (seconds: readonly number[]): number =>
  seconds.reduce((sum, one) => sum + one, 0)

/** Of the last ten whole seconds: one second alone jumps too much to be read. */
export const rateOf = (seconds: readonly number[]): number => total(seconds.slice(-10)) / 10
