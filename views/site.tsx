import { Layout } from './layout.tsx'
import { useWords } from './words.tsx'

type Prose = { title: string; paragraphs: string[] }

export function AboutPage() {
  return <ProsePage prose={useWords().m.site.about} />
}

export function PrivacyPage() {
  return <ProsePage prose={useWords().m.site.privacy} />
}

export function TermsPage() {
  return <ProsePage prose={useWords().m.site.terms} />
}

/** A page about the site itself, and whom to write to. */
function ProsePage({ prose }: { prose: Prose }) {
  const { m, site } = useWords()
  return (
    <Layout title={prose.title} description={prose.paragraphs[0]} narrow>
      <h1>{prose.title}</h1>
      <div class="prose">
        {prose.paragraphs.map((paragraph) => (
          <p>{paragraph}</p>
        ))}
        <p>
          {m.site.footer.contact}:{' '}
          <a href={`mailto:${site.contactEmail}`}>
            <bdi dir="ltr">{site.contactEmail}</bdi>
          </a>
        </p>
      </div>
    </Layout>
  )
}
