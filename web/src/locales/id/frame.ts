// What stands around every screen.
export const frame = {
  app: 'Lumbung',
  back: 'Kembali',
  listen: 'Dengar',
  help: 'Bantu',
  language: 'English',
  opening: (what: string) => `Membuka ${what}`,
  again: 'Coba lagi',
  seen: (when: string, down: boolean) => `${down ? 'Server tidak menjawab' : 'Tanpa jaringan'}. Ini keadaan ${when}.`,
  after: (n: number) => `Ada ${n} catatan sesudah itu.`,
  noAddress: 'Alamat ini tidak ada',
  notYours: 'Bagian ini hanya untuk pengurus.',
  notHere: { title: 'Halaman ini tidak ada', say: 'Mungkin alamatnya salah ketik.', go: 'Ke halaman awal' },
}
