// Troubles that no server can put into words: what happened, and what it means for
// what was recorded.
export const errors = {
  offline: {
    title: 'Tidak ada sinyal',
    say: 'Semua tetap bisa. Catatan aman di HP ini.',
    go: 'Coba sambung lagi',
  },
  down: {
    title: 'Server belum menjawab',
    say: 'Catatan aman di HP ini. Nanti dikirim lagi.',
  },
  busy: {
    title: 'Server sedang ramai',
    say: 'Tunggu sebentar, lalu kirim lagi.',
  },
  strange: {
    title: 'Jaringan ini menjawab sendiri',
    say: 'Mungkin minta masuk dulu. Catatan aman di HP ini.',
  },
  full: {
    title: 'Penyimpanan HP ini penuh',
    say: 'Catatan terakhir belum tersimpan. Hapus foto atau video, lalu simpan lagi.',
  },
  closed: {
    title: 'Peramban menolak menyimpan',
    say: 'Buka Lumbung tanpa mode pribadi. Lalu catat lagi.',
  },
  old: {
    title: 'Aplikasi ini perlu diperbarui',
    say: 'Catatan aman di HP ini. Perbarui, lalu kirim.',
    go: 'Perbarui sekarang',
  },
  unknown: {
    title: 'Ada yang belum berhasil',
    say: 'Yang sudah diketik tetap ada. Coba lagi, atau panggil pendamping.',
  },
  // What cannot be done before the server has answered.
  needsServer: {
    offline: 'Server belum terjangkau. Coba lagi kalau ada sinyal.',
    down: 'Server belum menjawab. Tunggu sebentar, lalu coba lagi.',
    strange: 'Yang menjawab bukan Lumbung. Periksa jaringan ini.',
  },
}
