/**
 * A time as the API writes it, always UTC: `2026-11-23T20:29:00.000+0000`. The simulator has its own, so that its
 * process does not load the HTTP framework.
 */
export const wireTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 23)}+0000`
