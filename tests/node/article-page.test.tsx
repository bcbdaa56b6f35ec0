import { describe, expect, it } from 'vitest'
import { ArticlePage } from '../../views/article.tsx'
import { html, noTopics, page, text, whole } from '../helpers/views.ts'

describe('an article', () => {
  it('invites a visitor at its end to what is theirs with an account, the article kept in mind', () => {
    const shown = page(<ArticlePage article={whole} text={text('<p>نص</p>')} {...noTopics} />)
    expect(shown).toContain('<div class="visitor"><section class="invitation">')
    expect(shown).toContain('href="/register?intent=save:17"')
    expect(shown).toContain('href="/login?intent=save:17"')
  })

  it('names the original and its publisher to search engines', () => {
    const shown = page(<ArticlePage article={whole} text={text('<p>نص</p>')} {...noTopics} />)
    expect(shown).toContain('<link rel="canonical" href="https://marsad.example/a?b=1&amp;c=2"/>')
    const facts = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(shown)?.[1] ?? '')
    expect(facts).toMatchObject({ '@type': 'NewsArticle', publisher: { name: 'مرصد الماء' }, inLanguage: 'ar' })
    expect(shown).not.toContain('noindex')
  })

  it('cannot be broken out of by a title, in its facts either', () => {
    const shown = page(
      <ArticlePage article={{ ...whole, title: '</script><script>alert(1)</script>' }} text={null} {...noTopics} />,
    )
    expect(shown.match(/<script/g)).toHaveLength(
      page(<ArticlePage article={whole} text={null} {...noTopics} />).match(/<script/g)?.length ?? 0,
    )
  })

  it('in another language has its title where its text begins', () => {
    const article = { ...whole, title: 'The Quiet Return of the Web Feed', language: 'en', direction: 'ltr' as const }
    const shown = html(<ArticlePage article={article} text={null} {...noTopics} />)
    expect(shown).toContain('<h1 dir="ltr" lang="en">The Quiet Return of the Web Feed</h1>')
  })

  it('shows an excerpt alone where its source allows no more, and is not indexed', () => {
    const shown = page(
      <ArticlePage article={{ ...whole, display: 'excerpt' }} text={text('<p>سرّ</p>')} {...noTopics} />,
    )
    expect(shown).not.toContain('سرّ')
    expect(shown).toContain('القراءة في المصدر')
    expect(shown).toContain('<meta name="robots" content="noindex"/>')
  })

  it('brings every picture of its text through our own host', () => {
    const shown = html(
      <ArticlePage
        article={whole}
        text={text('<p>نص</p><img src="https://evil.example/p.png?a=1&b=2">')}
        {...noTopics}
      />,
    )
    expect(shown).not.toContain('evil.example')
    expect(shown).toContain(`/i/${Buffer.from('https://evil.example/p.png?a=1&b=2').toString('base64url')}`)
  })

  it('shows its own picture once, where the text has it too', () => {
    const shown = html(
      <ArticlePage article={whole} text={text('<img src="https://pictures.example/a.jpg">')} {...noTopics} />,
    )
    const path = `/i/${Buffer.from('https://pictures.example/a.jpg').toString('base64url')}`
    expect(shown.split(`<img loading="lazy" src="${path}"`)).toHaveLength(2)
    expect(shown).not.toContain('lead-picture')
  })

  it('lets wide tables and code scroll in boxes that the keyboard reaches', () => {
    const shown = html(
      <ArticlePage
        article={whole}
        text={text('<table dir="ltr"><tr><td>1</td></tr></table><pre>x</pre>')}
        {...noTopics}
      />,
    )
    expect(shown).toMatch(/<div class="scroll" tabindex="0"[^>]*><table dir="ltr">.*<\/table><\/div>/)
    expect(shown).toContain('<pre tabindex="0">')
  })
})
