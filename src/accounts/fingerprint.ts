import { hash, randomBytes } from 'node:crypto'

const salt = randomBytes(32).toString('base64')

/**
 * Stands for a secret in this process's memory: SHA-256 over a random of this process and the secret. Only caches are
 * looked up by it, so that a known credential does not cost the keyed hash that the database is searched by, which
 * takes fifty times as long (measured: 13 µs and 0.3 µs).
 */
export const fingerprint = (secret: string): string => hash('sha256', salt + secret, 'base64')
