// What stands around every screen.
export const frame = {
  app: 'Lumbung',
  back: 'Kembali',
  listen: 'Dengar',
  help: 'Bantu',
  language: 'English',
  opening: (what: string) => `Membuka ${what}`,
  again: 'Coba lagi',
  seen: (when: string) => `Tanpa jaringan. Ini keadaan ${when}.`,
  notHere: { title: 'Halaman ini tidak ada', say: 'Mungkin alamatnya salah ketik.', go: 'Ke halaman awal' },
}
