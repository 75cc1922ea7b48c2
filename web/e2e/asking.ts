import { expect, type Village, type Villager } from './village.ts'

// ask asks the server as a program does, without a page.
export async function ask<T>(village: Village, method: string, path: string, o: { token?: string; body?: object } = {}): Promise<T> {
  const answer = await fetch(village.address + path, {
    method,
    headers: { ...(o.body ? { 'Content-Type': 'application/json' } : {}), ...(o.token ? { Authorization: `Bearer ${o.token}` } : {}) },
    ...(o.body ? { body: JSON.stringify(o.body) } : {}),
  })
  const text = await answer.text()
  expect(answer.ok, `${method} ${path} answers ${answer.status}: ${text}`).toBe(true)
  return (text ? JSON.parse(text) : undefined) as T
}

// tokenOf signs somebody in, for what she does beside the page.
export async function tokenOf(village: Village, who: Villager): Promise<string> {
  const body = who.secret ? { login: who.login, secret: who.secret } : { card: who.card }
  return (await ask<{ token: string }>(village, 'POST', '/v1/sessions', { body })).token
}
