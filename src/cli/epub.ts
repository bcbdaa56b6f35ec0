import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildAssets } from './assets.ts'
import { type Account, newAccount } from './run/account.ts'
import { fileOfArticles, hardArticles, startPictures } from './run/books.ts'
import { bundle } from './run/bundle.ts'
import { root, tool, until } from './run/process.ts'
import { startSite } from './run/site.ts'

/** `npm run test:epub`: what is hard in a book goes in as an import, out as EPUB, and through epubcheck. */
const JAR = '/usr/share/java/epubcheck.jar'
const checker = existsSync(JAR) ? ['java', '-jar', JAR] : ['epubcheck']
const folder = resolve(root, 'dist/run/epub/books')

if ((await tool([...checker, '--version']).catch(() => ({ code: 1 }))).code > 1) absent()
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
await buildAssets({ sample: true })
const script = await bundle('src/dev.ts', 'dist/run/epub/bundle')
const site = await startSite({ name: 'epub', script, fresh: true })
const pictures = await startPictures()
try {
  const articles = hardArticles(pictures.url)
  const account = await newAccount(site, 'books@example.com')
  await moveIn(account, fileOfArticles(Object.values(articles)))
  const names = Object.keys(articles)
  const all = { name: 'all together', ids: names.map((_, i) => i + 1) }
  const books: Asked[] = [...names.map((name, i) => ({ name, ids: [i + 1] })), all]
  let sound = 0
  for (const [i, book] of books.entries()) if (await isSound(i + 1, book, account)) sound += 1
  console.log(`${books.length} books, ${books.length - sound} of them with errors or warnings`)
  process.exitCode = sound === books.length ? 0 : 1
} finally {
  pictures.stop()
  await site.stop()
}

type Asked = { name: string; ids: number[] }

async function moveIn({ request, get }: Account, file: string): Promise<void> {
  const headers = { 'X-File-Name': 'list.json', 'Content-Type': 'application/json' }
  await request('/list/imports', { method: 'POST', headers, body: file })
  await until('the list has moved in', async () => {
    await site.tick()
    return (await get('/list/11')).status === 200
  })
}

/** The reader's n-th book. */
async function isSound(n: number, { name, ids }: Asked, { get, post }: Account): Promise<boolean> {
  await post('/list/exports', [['format', 'epub'], ...ids.map((id): [string, string] => ['ids', `${id}`])])
  let file: Response | undefined
  await until(`the book ${name}`, async () => {
    await site.tick()
    file = await get(`/list/exports/${n}/file`)
    return file.status === 200
  })
  const path = resolve(folder, `${n}.epub`)
  writeFileSync(path, new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer()))
  const { code, output } = await tool([...checker, '--failonwarnings', path])
  console.log(code === 0 ? `✓ ${name}` : `✗ ${name}\n${output}`)
  return code === 0
}

function absent(): never {
  console.log('epubcheck is not here: Debian and Ubuntu have it as the package `epubcheck`, Homebrew too.')
  process.exit(1)
}
