/** Set by src/cli/assets.ts: the build, and the files that the pages of the list use. */
declare const BUILD: string
declare const FILES: string[]

export const build = BUILD

const NAME = `assets-${BUILD}`
const OFFLINE = '/offline'

/** Everything a kept page needs beside itself. One file that does not come, and this worker does not begin. */
export async function keepAssets(): Promise<void> {
  const cache = await caches.open(NAME)
  await cache.addAll([OFFLINE, ...FILES].map((path) => new Request(path, { cache: 'reload' })))
}

export async function dropOldAssets(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name.startsWith('assets-') && name !== NAME).map((name) => caches.delete(name)),
  )
}

/** The page for what is not kept. */
export async function offlinePage(): Promise<Response> {
  return (await caches.match(OFFLINE)) ?? Response.error()
}

/** What a form that htmx sent is answered with, as the offline page has it. */
export async function answerPart(what: string): Promise<string> {
  const page = await (await offlinePage()).text()
  return new RegExp(`<template data-answer="${what}">(.*?)</template>`, 's').exec(page)?.[1] ?? ''
}
