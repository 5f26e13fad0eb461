// The sample messages of the feeds that come with the hub: each is loaded only when it is chosen.
const files = import.meta.glob<string>(
  ['../../../../../../contracts/feeds/*/samples/*.{json,xml}', '!../../../../../../contracts/feeds/*/samples/*.expected.json'],
  { query: '?raw', import: 'default' },
)

/** Samples of a feed: their names, and how each is read. */
export function samplesOf(feed: string): { name: string; read: () => Promise<string> }[] {
  return Object.entries(files)
    .filter(([path]) => path.includes(`/feeds/${feed}/samples/`))
    .map(([path, read]) => ({ name: path.slice(path.lastIndexOf('/') + 1), read }))
}
