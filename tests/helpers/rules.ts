import type { File } from './files.ts'
import { importsOf, wrongImports } from './imports.ts'

/**
 * A rule of the house: what it finds wrong with a file, and a file that breaks it, so that a rule that finds
 * nothing any more is itself found.
 */
export type Rule = { name: string; wrong: (file: File) => string[]; broken: File }

const inside =
  (...places: string[]) =>
  ({ path }: File) =>
    places.some((place) => path === place || path.startsWith(place))

/** Lines that match, outside the places where they may. */
function lines(pattern: RegExp, where: (file: File) => boolean) {
  return (file: File) => (where(file) ? file.text.split('\n').filter((line) => pattern.test(line)) : [])
}

const not = (where: (file: File) => boolean) => (file: File) => !where(file)
const and =
  (...conditions: ((file: File) => boolean)[]) =>
  (file: File) =>
    conditions.every((is) => is(file))
const product = and(inside('src/', 'views/'), not(inside('src/sample/')))
const everywhere = () => true

export const rules: Rule[] = [
  {
    name: 'a layer imports only what it may',
    wrong: wrongImports,
    broken: { path: 'src/store/list.ts', text: `import { page } from '../web/respond.tsx'` },
  },
  {
    name: 'a relative import names its file with the ending',
    wrong: (file) =>
      importsOf(file)
        .filter(({ to }) => /^(src|views|tests)\//.test(to) && !/\.(tsx?|mjs|json)$/.test(to))
        .map(({ to }) => to),
    broken: { path: 'src/core/a.ts', text: `import { b } from './b'` },
  },
  {
    name: 'bindings are read where a request is set up, nowhere else',
    wrong: lines(
      /\bc\.env\b/,
      and(product, not(inside('src/app.ts', 'src/web/database.ts', 'src/web/gate.ts', 'src/dev.ts'))),
    ),
    broken: { path: 'src/routes/list.tsx', text: 'const db = drizzle(c.env.DB)' },
  },
  {
    name: 'one file knows whether htmx asks',
    wrong: lines(/HX-Request/, and(product, not(inside('src/web/respond.tsx', 'src/cli/')))),
    broken: { path: 'src/routes/list.tsx', text: `if (c.req.header('HX-Request')) return` },
  },
  {
    name: 'one file imports lucia',
    wrong: (file) =>
      file.path === 'src/web/session.ts'
        ? []
        : importsOf(file)
            .filter(({ to }) => to === 'lucia')
            .map(({ to }) => to),
    broken: { path: 'src/routes/accounts.tsx', text: `import { Lucia } from 'lucia'` },
  },
  {
    name: 'Arabic stands among the words',
    wrong: lines(/\p{Script=Arabic}/u, and(product, not(inside('src/i18n/', 'src/core/arabic')))),
    broken: { path: 'views/list.tsx', text: '<p>قائمتي</p>' },
  },
  {
    name: 'a number in a sentence is that of the constant which rules it',
    // There, choices are named by their own values.
    wrong: lines(/[٠-٩]/, and(inside('src/i18n/ar/'), not(inside('src/i18n/ar/reading.ts')))),
    broken: { path: 'src/i18n/ar/list.ts', text: `full: 'الحد الأقصى ٥٠٠'` },
  },
  {
    name: 'no view knows the direction of its language',
    wrong: lines(
      /\brtl\b/,
      and(inside('views/'), ({ path }) => /\.tsx?$/.test(path)),
    ),
    broken: { path: 'views/layout.tsx', text: '<html dir="rtl">' },
  },
  {
    name: 'no style attribute, but in mails',
    wrong: lines(/\sstyle=/, and(product, not(inside('views/mail/')))),
    broken: { path: 'views/list.tsx', text: '<p style="color: red">' },
  },
  {
    name: 'one component sets inner html',
    wrong: lines(
      /dangerouslySetInnerHTML|\.(inner|outer)HTML|insertAdjacentHTML|\braw\(/,
      and(inside('views/', 'src/routes/', 'src/web/', 'src/dev.ts'), not(inside('views/safe-html.tsx'))),
    ),
    broken: { path: 'views/articles.tsx', text: '<div dangerouslySetInnerHTML={{ __html: html }} />' },
  },
  {
    name: 'HTML stands in views',
    wrong: lines(/(?<![\w.])<[a-z][\w-]*[\s/>]/, ({ path }) => /^src\/.+\.tsx$/.test(path)),
    broken: { path: 'src/routes/list.tsx', text: 'return page(c, <p>saved</p>)' },
  },
  {
    name: 'a route names its method: one for all of them is taken for a middleware, which nobody guards',
    wrong: lines(/Routes\.(all|on|use)\(/, inside('src/routes/')),
    broken: { path: 'src/routes/desk.ts', text: `deskRoutes.all('/', (c) => page(c, <Desk />))` },
  },
  {
    name: 'SQL stands in the store',
    wrong: lines(
      /\bsql`|\.prepare\(|\.exec\(['"`](?:SELECT|INSERT|UPDATE|DELETE|CREATE)/,
      and(inside('src/'), not(inside('src/store/', 'src/cli/', 'src/dev.ts', 'src/jobs/index.ts'))),
    ),
    broken: { path: 'src/actions/list.ts', text: 'await db.run(sql`DELETE FROM saved`)' },
  },
  {
    name: 'time comes in as a parameter, never from the database',
    wrong: lines(
      /\b(unixepoch|datetime|strftime|julianday)\s*\(|\bCURRENT_(TIMESTAMP|DATE|TIME)\b/i,
      inside('src/store/', 'src/dev.ts', 'migrations/'),
    ),
    broken: { path: 'src/store/list.ts', text: 'sql`UPDATE saved SET saved_at = unixepoch()`' },
  },
  {
    name: 'the clock is a port',
    wrong: lines(
      /\bDate\.now\(\)|new Date\(\)/,
      and(inside('src/'), not(inside('src/index.ts', 'src/dev.ts', 'src/ports/', 'src/cli/', 'src/web/session.ts'))),
    ),
    broken: { path: 'src/actions/list.ts', text: 'const now = Date.now()' },
  },
  {
    name: 'nothing is left for later',
    wrong: lines(new RegExp(`\\b(${['TO', 'FIX'].map((word, i) => word + ['DO', 'ME'][i]).join('|')})\\b`), everywhere),
    broken: { path: 'src/core/a.ts', text: `// ${'TO'}${'DO'}: the rest` },
  },
  {
    name: 'neither the compiler nor the linter is overruled',
    wrong: lines(new RegExp(`@${'ts'}-|biome${'-'}ignore`), everywhere),
    broken: { path: 'src/core/a.ts', text: `// @${'ts'}-expect-error` },
  },
  {
    name: 'a file has one subject and at most 250 lines',
    wrong: ({ path, text }) => (text.split('\n').length > 251 ? [`${path}: ${text.split('\n').length - 1} lines`] : []),
    broken: { path: 'src/core/a.ts', text: '\n'.repeat(300) },
  },
  {
    name: 'names are exported, but for the Workers',
    wrong: lines(/^export default/, and(product, not(inside('src/index.ts', 'src/dev.ts')))),
    broken: { path: 'src/core/a.ts', text: 'export default 1' },
  },
]
