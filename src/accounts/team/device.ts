const CHARACTERS_MAX = 60

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/**
 * The browser and the system of a User-Agent header in words, such as `Firefox, Linux`; of other programs their name,
 * such as `curl`. Versions are left out: they tell people apart, and help nobody to recognise a session.
 */
export function deviceOf(userAgent: string | undefined): string | null {
  const text = userAgent?.trim() ?? ''
  if (text === '') return null
  const first = (known: readonly (readonly [RegExp, string])[]) =>
    known.find(([pattern]) => pattern.test(text))?.[1]
  const words = [first(browsers), first(systems)].filter((one) => one !== undefined)
  if (words.length > 0) return words.join(', ')
  return /^[\w .-]+/.exec(text)?.[0].trim().slice(0, CHARACTERS_MAX) || null
}
