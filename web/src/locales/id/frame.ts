// What stands around every screen.
export const frame = {
  app: 'Lumbung',
  doors: { group: 'Kelompok', programme: 'Program', workshop: 'Kelas' },
  back: 'Kembali',
  listen: 'Dengar',
  help: 'Bantu',
  language: 'English',
  opening: (what: string) => `Membuka ${what}`,
  notHere: { title: 'Halaman ini tidak ada', say: 'Mungkin alamatnya salah ketik.', go: 'Ke halaman awal' },
}
