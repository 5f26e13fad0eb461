// How much a browser fetches before the overview is there: the page's own files and those of the overview's lazy chunks, compressed.
// Run by `npm run bundle`; fails above the limit.
import { readFileSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT = 400_000
const ENTRIES = ['index.html', 'src/screens/overview/OverviewScreen.vue', 'src/screens/overview/HoursChart.vue']

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
// the browser does not need it
rmSync('dist/.vite', { recursive: true })
const files = new Set(['index.html'])
const seen = new Set()
const missing = ENTRIES.filter((entry) => !manifest[entry])
if (missing.length > 0) {
  throw new Error(`not in the bundle: ${missing.join(', ')}`)
}

function collect(key) {
  if (!seen.has(key)) {
    seen.add(key)
    const chunk = manifest[key]
    files.add(chunk.file)
    ;(chunk.css ?? []).forEach((css) => files.add(css))
    ;(chunk.imports ?? []).forEach(collect)
  }
}

ENTRIES.forEach(collect)
const sizes = [...files].map((file) => [file, gzipSync(readFileSync(`dist/${file}`), { level: 6 }).length]).sort((a, b) => b[1] - a[1])
const sum = sizes.reduce((total, [, size]) => total + size, 0)
sizes.slice(0, 8).forEach(([file, size]) => console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  ${file}`))
console.log(`${(sum / 1000).toFixed(1).padStart(8)} kB  first load of the overview, ${files.size} files (limit ${LIMIT / 1000} kB)`)
if (sum > LIMIT) {
  process.exit(1)
}
