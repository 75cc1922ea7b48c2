import { getPublicKeyAsync, signAsync } from '@noble/ed25519'
import { base64url, type Bytes } from './bytes.ts'

// What a key card does: Ed25519 from its seed. Browsers of our oldest phones have no
// such keys of their own, so this file comes when a card is first shown.

export async function cardSign(seed: Bytes, message: Bytes): Promise<string> {
  return base64url(Uint8Array.from(await signAsync(message, seed)))
}

// cardPublic is the public half, by which the group's phones know whose card it is.
export async function cardPublic(seed: Bytes): Promise<string> {
  return base64url(Uint8Array.from(await getPublicKeyAsync(seed)))
}
