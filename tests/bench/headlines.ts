// Made-up Arabic text whose words are as unevenly frequent as those of news, the same in every run.

export const SOURCE = 'صحيفة الضحى'

/** Words of known frequency: in how many of a hundred thousand articles each stands. */
const KNOWN: [word: string, of: number][] = [
  ['خبر', 97_000],
  ['الحكومة', 20_000],
  ['وزراء', 10_000],
  ['القاهرة', 5_000],
  ['قمر', 500],
  ['زيتون', 20],
]

/** From a rare word to one in nearly all articles. `below`: the window under that article. */
export const QUERIES: [name: string, q: string, below?: number][] = [
  ['a rare word', 'زيتون'],
  ['in 1 of 200', 'القمر'],
  ['in 1 of 20', 'القاهرة'],
  ['in 1 of 5', 'حكومة'],
  ['in nearly all', 'خبر'],
  ['in nearly all, the last windows', 'خبر', 1_000],
  ['two words', 'حكومة القاهرة'],
  ['two words, one in nearly all', 'خبر وزير'],
  ['a phrase', '«سد النهضة»'],
  ['a word without another', 'حكومة -القاهرة'],
  ['a source', 'حكومة source:الضحى'],
  ['a word that stands nowhere', 'ظظظظظظ'],
]

const LETTERS = 'ابتجحخدرزسشصطعغفقكلمنهوي'
const VOCABULARY = Array.from({ length: 30_000 }, (_, at) => invented(at))

function invented(at: number): string {
  const next = random(at + 1)
  const length = 3 + Math.floor(next() * 4)
  return Array.from({ length }, () => LETTERS[Math.floor(next() * LETTERS.length)]).join('')
}

function random(seed: number): () => number {
  let state = Math.imul(seed, 2654435761) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** The title of an article: the words of known frequency that it holds, and a phrase in one of twenty. */
export function headline(id: number): string {
  const next = random(id)
  const known = KNOWN.filter(([, of]) => next() * 100_000 < of).map(([word]) => word)
  return [...known, ...(id % 20 === 0 ? ['سد النهضة'] : []), wordsOf(id + 1_000_000, 6)].join(' ')
}

/** Words by Zipf's law: the tenth is ten times rarer than the first. */
export function wordsOf(id: number, count: number): string {
  const next = random(id)
  return Array.from({ length: count }, () => VOCABULARY[Math.floor(VOCABULARY.length ** next()) - 1]).join(' ')
}

export async function insertArticles(db: D1Database, ids: number[]): Promise<void> {
  const rows = ids.map((id) => ({ id, title: headline(id), excerpt: wordsOf(id, 30) }))
  await db
    .prepare(`INSERT INTO articles (id, url_key, url_rule, url, title, source_id, source_name, excerpt, language,
        direction, words, sorted_at, updated_at)
      SELECT value ->> 'id', 'n.example/' || (value ->> 'id'), 1, 'https://n.example/' || (value ->> 'id'),
        value ->> 'title', 1, ?2, value ->> 'excerpt', 'ar', 'rtl', 300, value ->> 'id', value ->> 'id'
      FROM json_each(?1)`)
    .bind(JSON.stringify(rows), SOURCE)
    .run()
}
