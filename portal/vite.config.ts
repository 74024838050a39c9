import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Below this many octets a compressed copy saves less than its headers cost. */
const COMPRESSED_OCTETS_MIN = 1024

/** Puts `.br` and `.gz` beside what compresses, so that the server never compresses a file twice. */
function compressedCopies(): Plugin {
  let folder = ''
  return {
    name: 'compressed-copies',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(?:js|css|html|svg|json)$/.test(entry.name)) continue
        const file = join(entry.parentPath, entry.name)
        const octets = readFileSync(file)
        if (octets.length < COMPRESSED_OCTETS_MIN) continue
        writeFileSync(`${file}.gz`, gzipSync(octets, { level: 9 }))
        writeFileSync(
          `${file}.br`,
          brotliCompressSync(octets, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
        )
      }
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/portal/',
  plugins: [react(), compressedCopies()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined assets would be data: addresses, which the content security policy refuses for fonts and scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 450,
  },
  server: {
    // `vite portal` beside a running server: the API and its socket come from there.
    proxy: Object.fromEntries(
      [
        'accounts',
        'settings',
        'sms',
        'messaging',
        'operators',
        'simulator',
        'events',
        'platform',
        'reference',
      ].map((name) => [`/${name}`, { target: 'http://127.0.0.1:8080', ws: name === 'events' }]),
    ),
  },
})
