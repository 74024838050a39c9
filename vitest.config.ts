import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,test,portal,bench,scripts,sdk}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.trunkline/**'],
    // Processes, not threads: a test may change its user, its signals and its memory without disturbing another.
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['./test/support/database-broker.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    // A database, a browser and an operator share two cores here; a slow test is told, not failed.
    slowTestThreshold: 2_000,
  },
})
