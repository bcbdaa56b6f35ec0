import { blocksOf } from './blocks.ts'

/** Some voices fall silent in the middle of anything longer. */
const MOST = 240

type Said = { block: HTMLElement; text: string }

/** Reads the text out by the device's own voice, where it has one for the text's language. */
export function listenTo(text: HTMLElement): void {
  const button = document.querySelector<HTMLButtonElement>('[data-listen]')
  const player = document.getElementById('player')
  if (!button || !player || !('speechSynthesis' in window)) return
  const offer = () => {
    button.hidden = !voiceFor(text.lang)
  }
  offer()
  speechSynthesis.addEventListener('voiceschanged', offer)
  const reader = new Reader(text, player)
  button.addEventListener('click', () => reader.start())
  addEventListener('pagehide', () => speechSynthesis.cancel())
}

class Reader {
  private readonly text: HTMLElement
  private readonly player: HTMLElement
  private readonly pauseButton: HTMLButtonElement | null
  private readonly rate: HTMLSelectElement | null
  private readonly words: { pause: string; resume: string }
  private queue: Said[] = []
  private speaking = false
  private turn = 0

  constructor(text: HTMLElement, player: HTMLElement) {
    this.text = text
    this.player = player
    this.pauseButton = player.querySelector<HTMLButtonElement>('[data-pause]')
    this.rate = player.querySelector<HTMLSelectElement>('[data-rate]')
    this.words = { pause: this.pauseButton?.textContent ?? '', resume: this.pauseButton?.dataset.resume ?? '' }
    this.pauseButton?.addEventListener('click', () => (this.speaking ? this.pause() : this.resume()))
    player.querySelector('[data-stop]')?.addEventListener('click', () => this.stop())
    this.rate?.addEventListener('change', () => this.speaking && this.resume())
  }

  /** From the first paragraph that can be seen. */
  start(): void {
    const blocks = blocksOf(this.text)
    const first = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0)
    this.queue = blocks
      .slice(Math.max(0, first))
      .flatMap((block) => sentences(block.textContent ?? '').map((text) => ({ block, text })))
    this.player.hidden = false
    this.pauseButton?.focus({ preventScroll: true })
    this.resume()
  }

  /** Pausing a voice is unreliable on phones: it stops, and begins the same sentence again. */
  private pause(): void {
    this.silence()
    if (this.pauseButton) this.pauseButton.textContent = this.words.resume
  }

  private resume(): void {
    this.silence()
    this.speaking = true
    if (this.pauseButton) this.pauseButton.textContent = this.words.pause
    this.sayNext()
  }

  private stop(): void {
    this.silence()
    this.queue = []
    this.show(null)
    this.player.hidden = true
    document.querySelector<HTMLElement>('[data-listen]')?.focus({ preventScroll: true })
  }

  private silence(): void {
    this.turn += 1
    this.speaking = false
    speechSynthesis.cancel()
  }

  private sayNext(): void {
    const [said] = this.queue
    if (said) this.say(said)
    else this.stop()
  }

  private say(said: Said): void {
    const { turn } = this
    const utterance = new SpeechSynthesisUtterance(said.text)
    utterance.voice = voiceFor(this.text.lang) ?? null
    utterance.lang = utterance.voice?.lang ?? this.text.lang
    utterance.rate = Number(this.rate?.value ?? 1)
    // What was silenced also ends; only the turn that is still ours goes on.
    const done = () => {
      if (turn !== this.turn) return
      this.queue.shift()
      this.sayNext()
    }
    utterance.addEventListener('end', done)
    utterance.addEventListener('error', () => turn === this.turn && this.pause())
    this.show(said.block)
    speechSynthesis.speak(utterance)
  }

  private show(block: HTMLElement | null): void {
    for (const shown of this.text.querySelectorAll<HTMLElement>('[data-spoken]')) delete shown.dataset.spoken
    if (!block) return
    block.dataset.spoken = ''
    block.scrollIntoView({ block: 'nearest' })
  }
}

/** A voice of the text's language, the device's own before one that needs the network. */
function voiceFor(language: string): SpeechSynthesisVoice | undefined {
  const [primary] = (language || document.documentElement.lang).toLowerCase().split('-')
  const fitting = speechSynthesis.getVoices().filter(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === primary)
  return fitting.find(({ localService }) => localService) ?? fitting[0]
}

/** A paragraph in parts that a voice can say, cut at the ends of sentences, else between words. */
function sentences(text: string): string[] {
  const parts: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = parts.at(-1)
    const full =
      last === undefined ||
      last.length + word.length > MOST ||
      (last.length > MOST / 2 && /[.!?\u061f\u06d4\u2026]$/.test(last))
    if (full) parts.push(word)
    else parts[parts.length - 1] = `${last} ${word}`
  }
  return parts
}
