// Names of days and months, and how a date and an hour are put together.
export const dates = {
  days: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
  months: ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'],
  short: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
  clock: (hour: string, minute: string) => `${hour}.${minute} WIB`,
  moment: (day: string, clock: string) => `${day}, pukul ${clock}`,
}
