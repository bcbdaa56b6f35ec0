import { parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import { ArticlePage } from '../../views/article.tsx'
import { ArticleRow, Rows, SaveButton, SaveButtons } from '../../views/articles.tsx'
import { ErrorPage } from '../../views/errors.tsx'
import { HomePage } from '../../views/home.tsx'
import { Layout } from '../../views/layout.tsx'
import { Field, Meta } from '../../views/ui.tsx'
import { article, html, noTopics, page, text, whole } from '../helpers/views.ts'

describe('a row', () => {
  it('keeps the direction and language of a title that is not in the site’s own', () => {
    const row = html(<ArticleRow article={{ ...article, title: 'Old rivers', language: 'en', direction: 'ltr' }} />)
    expect(row).toContain('<bdi dir="ltr" lang="en">Old rivers</bdi>')
  })

  it('gives an Arabic title that begins in Latin letters its stored direction', () => {
    const row = html(<ArticleRow article={{ ...article, title: 'OpenAI تعلن' }} />)
    expect(row).toContain('<bdi dir="rtl">OpenAI تعلن</bdi>')
  })

  it('leaves no hole for a picture, a source, an excerpt or a length that is missing', () => {
    const row = html(<ArticleRow article={{ ...article, picture: null, sourceName: '', excerpt: '', words: 0 }} />)
    expect(row).not.toContain('<img')
    expect(row).not.toContain('class="excerpt"')
    expect(row.match(/<span><time/g)).toHaveLength(1)
    expect(row).not.toContain('<span></span>')
  })

  it('shows pictures through our own host alone', () => {
    expect(html(<ArticleRow article={article} />)).not.toContain('pictures.example')
  })

  it('escapes what a feed wrote', () => {
    const row = html(<ArticleRow article={{ ...article, title: '<img src=x onerror=alert(1)>' }} />)
    expect(row).toContain('&lt;img src=x')
  })
})

describe('the save button', () => {
  it('posts what is wanted, as a plain form and through htmx', () => {
    const unsaved = html(<SaveButton article={article} saved={false} />)
    expect(unsaved).toContain('method="post" action="/list"')
    expect(unsaved).toContain('hx-post="/list"')
    expect(unsaved).toContain('name="article_id" value="17"')
    const saved = html(<SaveButton article={article} saved />)
    expect(saved).toContain('action="/list/articles/17/removed"')
    expect(saved).toContain('name="wanted" value="1"')
  })

  it('says its state in words, and names the article in isolation', () => {
    const saved = html(<SaveButton article={article} saved />)
    expect(saved).toContain('<span>محفوظ</span>')
    expect(saved).toContain('«\u2068حين عاد النهر\u2069»')
  })

  it('is answered for all its copies', () => {
    expect(html(<SaveButtons article={article} saved />)).toMatch(
      /^<hx-partial hx-target="\[data-article=&quot;17&quot;\]"/,
    )
  })
})

describe('a list', () => {
  it('leads to its next page by a link that works without script', () => {
    const rows = html(<Rows articles={[article]} older={{ sortedAt: 9, id: 4 }} />, { path: '/topics/science' })
    expect(rows).toContain('href="/topics/science?before=9.4"')
    expect(html(<Rows articles={[article]} older={null} />)).not.toContain('before=')
  })

  it('says what to expect where there is nothing yet', () => {
    const home = page(<HomePage lead={null} picks={[]} latest={[]} sections={[]} topics={[]} older={null} />, {
      path: '/',
    })
    expect(home).toContain('لا مقالات بعد')
  })
})

describe('every page', () => {
  const shown = page(<ArticlePage article={whole} text={text('<p style="color:red">نص</p>')} {...noTopics} />)

  it('has no style and no script of its own in it', () => {
    expect(shown).not.toMatch(/ style=/)
    expect(shown).not.toMatch(/ on[a-z]+="/)
    const scripts = shown.match(/<script(?! type="application\/ld\+json")[^>]*>/g) ?? []
    expect(scripts).toHaveLength(3)
    for (const script of scripts) expect(script).toMatch(/ (async|defer)="[^"]*".* src="\/a\//)
    expect(scripts.filter((script) => script.includes('blocking'))).toHaveLength(1)
  })

  it('fetches one font early', () => {
    expect(shown.match(/rel="preload"/g)).toHaveLength(1)
    expect(shown).toMatch(/rel="preload" href="\/a\/naskh-arabic-400/)
    expect(page(<Layout title="x">y</Layout>)).toMatch(/rel="preload" href="\/a\/vazirmatn-arabic/)
  })

  it('is html a parser has nothing to say about', () => {
    const said: string[] = []
    parse(shown, { onParseError: (error) => said.push(error.code) })
    expect(said).toEqual([])
  })

  it('keeps a Latin title from turning the line of a tab', () => {
    expect(page(<Layout title="Old rivers">x</Layout>)).toContain('<title>\u2068Old rivers\u2069 · رَفّ</title>')
    expect(page(<Layout title="أنهار">x</Layout>)).toContain('<title>أنهار · رَفّ</title>')
  })

  it('asks for its reader’s state once, each article once and sixty at most', () => {
    const ids = Array.from({ length: 80 }, (_, i) => (i % 70) + 1)
    const asked = page(
      <Layout title="x" ids={ids}>
        y
      </Layout>,
    ).match(/hx-get="\/me\/state\?ids=([^"]*)"/g)
    expect(asked).toHaveLength(1)
    expect(asked?.[0].split(',')).toHaveLength(60)
  })

  it('shows a reader their name in place of the invitations, where the page is theirs', () => {
    const mine = page(<Layout title="x">y</Layout>, { reader: { name: 'سلمى' } })
    expect(mine).toContain('<bdi>سلمى</bdi>')
    expect(mine).not.toContain('href="/login"')
    expect(mine).not.toContain('/me/state')
  })
})

describe('an error', () => {
  it('tells what happened and the way on, and its number where we are at fault', () => {
    const internal = page(<ErrorPage code="internal" requestId="r-1" />)
    expect(internal).toContain('حدث خلل عندنا')
    expect(internal).toContain('r-1')
    expect(page(<ErrorPage code="not_found" requestId="r-1" />)).not.toContain('r-1')
  })

  it('says when it is worth trying again', () => {
    expect(page(<ErrorPage code="too_many" retryAfter={110} />)).toContain('بعد دقيقتين')
  })
})

describe('a field', () => {
  it('shows what was typed and what is wrong with it, in words tied to it', () => {
    const form = { values: { email: 'a@' }, errors: { email: 'emailMalformed' as const } }
    const field = html(<Field name="email" type="email" label="البريد" hint="نرسل إليه" form={form} />)
    expect(field).toContain('value="a@"')
    expect(field).toContain('aria-describedby="email-hint email-error"')
    expect(field).toContain('aria-invalid="true"')
    expect(field).toContain('dir="ltr"')
  })

  it('never sends a password back', () => {
    const form = { values: { password: 'secret words' }, errors: {} }
    expect(html(<Field name="password" type="password" label="كلمة المرور" form={form} />)).not.toContain('secret')
  })
})

describe('small facts', () => {
  it('leave no dot for what is missing', () => {
    const facts = (names: string[]) => (
      <Meta>
        <b>a</b>
        {false}
        {names.map((name) => (
          <i>{name}</i>
        ))}
      </Meta>
    )
    expect(html(facts(['b', 'c']))).toBe(
      '<p class="meta"><span><b>a</b></span><span><i>b</i></span><span><i>c</i></span></p>',
    )
    expect(html(facts([]))).toBe('<p class="meta"><span><b>a</b></span></p>')
    expect(html(<Meta>{false}</Meta>)).toBe('')
  })
})
