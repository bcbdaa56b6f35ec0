import { writeFile } from 'node:fs/promises'
import { chromium } from '@playwright/test'

// Draws the sample publication's pictures in the site's colours. Run by hand when a drawing changes:
// `node src/sample/draw.ts`, with CHROMIUM=/usr/bin/chromium where Playwright has none of its own.

const paper = '#fbf9f4'
const sand = '#d9caa3'
const mist = '#8fae9f'
const leaf = '#2d6a5a'
const accent = '#0d5c4a'
const pale = '#efe6cd'
const tint = '#e9f1ec'

type Picture = { name: string; height: number; ground: string; shapes: string }

const width = 1200
const range = (n: number) => Array.from({ length: n }, (_, i) => i)
const fill = (colour: string, d: string) => `<path fill="${colour}" d="${d}"/>`
const box = (x: number, y: number, w: number, h: number, colour: string, round = 0) =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${round}" fill="${colour}"/>`
const disc = (x: number, y: number, r: number, colour: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour}"/>`

function river(): Picture {
  const shapes = [
    disc(860, 170, 74, pale),
    fill('#c3c39e', 'M0 300 C180 210 330 250 520 300 S900 330 1200 220 V675 H0Z'),
    fill(mist, 'M0 380 C220 290 380 330 600 356 S1000 350 1200 300 V675 H0Z'),
    fill('#5c8b79', 'M0 470 C200 380 420 420 560 440 S980 420 1200 390 V675 H0Z'),
    fill(leaf, 'M0 560 C160 470 330 500 470 540 C520 556 560 610 520 675 H0Z'),
    fill(accent, 'M1200 470 C1020 480 860 540 800 590 C770 620 790 655 810 675 H1200Z'),
    fill(
      paper,
      'M640 357 C700 385 560 410 585 440 C615 480 790 480 760 530 C730 580 540 600 520 675 H810 C790 640 760 625 800 590 C850 545 870 500 780 465 C700 440 620 440 650 412 C690 385 700 372 652 357Z',
    ),
  ]
  return { name: 'river', height: 675, ground: sand, shapes: shapes.join('') }
}

function books(): Picture {
  const spines: [number, number, string, string][] = [
    [92, 470, accent, sand],
    [64, 400, sand, leaf],
    [110, 520, leaf, paper],
    [58, 440, mist, accent],
    [84, 360, paper, mist],
    [120, 490, '#5c8b79', sand],
    [70, 540, accent, mist],
    [96, 420, sand, accent],
    [60, 470, leaf, sand],
  ]
  let x = 110
  const standing = spines.map(([w, h, colour, band]) => {
    const top = 720 - h
    const spine = box(x, top, w, h, colour, 6) + box(x, top + 46, w, 14, band) + box(x, 720 - 90, w, 34, band)
    x += w + 8
    return spine
  })
  const [tall, tilt] = [450, 14]
  const foot = x - 8 + tall * Math.sin((tilt * Math.PI) / 180)
  const leaning = [box(foot, 270, 88, tall, mist, 6), box(foot, 316, 88, 14, accent), box(foot, 630, 88, 34, paper)]
  const turned = `<g transform="rotate(${-tilt} ${foot} 720)">${leaning.join('')}</g>`
  return {
    name: 'books',
    height: 900,
    ground: pale,
    shapes: standing.join('') + turned + box(70, 720, 1060, 20, accent, 4),
  }
}

/** The rhombic dot of the reed pen: seven measure an alef, and they round the bowl of a nun. */
function nuqta(): Picture {
  const dot = (x: number, y: number, r: number, colour: string) =>
    fill(colour, `M${x} ${y - r} L${x + r} ${y} L${x} ${y + r} L${x - r} ${y}Z`)
  const alef = range(7).map((i) => dot(930, 180 + i * 76, 38, i % 2 ? mist : leaf))
  const bowl = range(11).map((i) => {
    const angle = (Math.PI * i) / 10
    return dot(450 + Math.cos(angle) * 270, 440 + Math.sin(angle) * 236, 38, i % 2 ? sand : accent)
  })
  const rule = box(90, 674, 1020, 4, sand) + box(90, 140, 1020, 2, '#cfdcd4') + box(90, 438, 1020, 2, '#cfdcd4')
  return {
    name: 'nuqta',
    height: 900,
    ground: tint,
    shapes: rule + bowl.join('') + alef.join('') + dot(450, 300, 46, leaf),
  }
}

function skyline(): Picture {
  const lattice = (x: number, y: number, w: number, h: number, colour: string) =>
    `<clipPath id="l${x}-${y}"><path d="M${x} ${y + h} V${y + w / 2} a${w / 2} ${w / 2} 0 0 1 ${w} 0 V${y + h}Z"/></clipPath>` +
    `<g clip-path="url(#l${x}-${y})">${box(x, y, w, h, colour)}<path stroke="${pale}" stroke-width="4" d="${range(8)
      .map((i) => `M${x - h + i * 22} ${y} l${h} ${h} M${x + i * 22} ${y} l${-h} ${h}`)
      .join(' ')}"/></g>`
  const houses: [number, number, number, string, string][] = [
    [40, 150, 250, mist, accent],
    [200, 190, 360, '#5c8b79', accent],
    [400, 140, 290, sand, leaf],
    [550, 210, 420, leaf, accent],
    [770, 160, 310, mist, leaf],
    [940, 220, 380, '#c3b88c', leaf],
  ]
  const walls = houses.map(([x, w, h, wall, glass]) => {
    const top = 575 - h
    const columns = Math.floor((w - 24) / 62)
    const rows = Math.floor((h - 60) / 104)
    const inset = (w - columns * 62 + 18) / 2
    const windows = range(columns * rows).map((i) =>
      lattice(x + inset + (i % columns) * 62, top + 30 + Math.floor(i / columns) * 104, 44, 72, glass),
    )
    return box(x, top, w, h, wall, 4) + windows.join('')
  })
  const trees = [120, 330, 520, 700, 905, 1090].map(
    (x, i) => box(x - 5, 520, 10, 70, '#6b6a4e') + disc(x, 505, 44 + (i % 3) * 8, i % 2 ? accent : '#3f7d6a'),
  )
  return {
    name: 'skyline',
    height: 675,
    ground: pale,
    shapes: disc(480, 120, 62, paper) + walls.join('') + box(0, 575, width, 100, sand) + trees.join(''),
  }
}

function comb(): Picture {
  const size = 118
  const cell = (column: number, row: number) => {
    const x = (column + (row % 2) / 2) * size * Math.sqrt(3)
    const y = row * size * 1.5
    const corners = range(6).map((i) => {
      const angle = (Math.PI / 3) * i + Math.PI / 6
      return `${(x + size * Math.cos(angle)).toFixed(1)},${(y + size * Math.sin(angle)).toFixed(1)}`
    })
    const rings = ['#c9b47c', sand, pale, mist, leaf, accent]
    const colour = rings[Math.min(5, Math.floor(Math.hypot(x - 720, y - 470) / 150))]
    return `<polygon points="${corners.join(' ')}" fill="${colour}" stroke="${paper}" stroke-width="14"/>`
  }
  const cells = range(49).map((i) => cell(i % 7, Math.floor(i / 7)))
  return { name: 'comb', height: 900, ground: paper, shapes: cells.join('') }
}

function dust(): Picture {
  const layers = [pale, '#e6dab8', sand, '#cbb987'].map((colour, i) => {
    const y = 170 + i * 74
    const crest = `C240 ${y - 90} 420 ${y + 80} 680 ${y} S1040 ${y - 70 + i * 22} 1200 ${y + 20}`
    return fill(colour, `M0 ${y} ${crest} V520 H0Z`)
  })
  const sea = [mist, '#5c8b79', leaf].map((colour, i) => box(0, 500 + i * 60, width, 70, colour))
  const forest = range(9).map((i) =>
    disc(790 + i * 56, 520 - (i % 3) * 16, 40 + (i % 4) * 7, i % 2 ? accent : '#3f7d6a'),
  )
  const shore = fill(accent, 'M740 545 C900 525 1080 530 1200 520 V675 H1010 C980 600 860 560 740 545Z')
  const shapes = [disc(250, 130, 66, '#e6dab8'), ...layers, ...sea, ...forest, shore]
  return { name: 'dust', height: 675, ground: tint, shapes: shapes.join('') }
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM })
for (const { name, height, ground, shapes } of [river(), books(), nuqta(), skyline(), comb(), dust()]) {
  const page = await browser.newPage({ viewport: { width, height } })
  const frame = `xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`
  const drawing = `<svg ${frame}>${box(0, 0, width, height, ground)}${shapes}</svg>`
  await page.goto(`data:image/svg+xml,${encodeURIComponent(drawing)}`)
  // Playwright's own screenshots know no WebP, which is a third of the PNG here.
  const protocol = await page.context().newCDPSession(page)
  const { data } = await protocol.send('Page.captureScreenshot', { format: 'webp', quality: 82 })
  await writeFile(`${import.meta.dirname}/pictures/${name}.webp`, Buffer.from(data, 'base64'))
  await page.close()
}
await browser.close()
