// Troubles of the phone itself, which no server can put into words. Each names
// what happened, what it means for what was recorded, and the way out.
export const errors = {
  offline: {
    title: 'Tidak ada sinyal',
    say: 'Semua tetap bisa. Catatan aman di HP ini.',
    go: 'Coba sambung lagi',
  },
  down: {
    title: 'Server belum menjawab',
    say: 'Catatan aman di HP ini. Nanti dikirim lagi.',
    go: 'Coba lagi',
  },
  busy: {
    title: 'Server sedang ramai',
    say: 'Tunggu sebentar, lalu kirim lagi.',
    go: 'Kirim lagi',
  },
  full: {
    title: 'Penyimpanan HP ini penuh',
    say: 'Catatan terakhir belum tersimpan. Hapus foto atau video, lalu simpan lagi.',
    go: 'Simpan lagi',
  },
  evicted: {
    title: 'Simpanan HP ini terhapus',
    say: 'Yang sudah di server bisa diambil lagi. Yang belum, salin dari buku kertas.',
    go: 'Ambil dari server',
  },
  closed: {
    title: 'Peramban menolak menyimpan',
    say: 'Buka Lumbung tanpa mode pribadi. Lalu catat lagi.',
    go: 'Buka lagi',
  },
  old: {
    title: 'Aplikasi ini perlu diperbarui',
    say: 'Catatan aman di HP ini. Perbarui, lalu kirim.',
    go: 'Perbarui sekarang',
  },
  tabs: {
    title: 'Lumbung terbuka di dua tempat',
    say: 'Tutup yang lain. Catatan tetap aman.',
    go: 'Pakai yang ini',
  },
  unknown: {
    title: 'Ada yang belum berhasil',
    say: 'Yang sudah diketik tetap ada. Coba lagi, atau panggil pendamping.',
    go: 'Coba lagi',
  },
}
