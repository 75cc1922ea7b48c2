// Package business is the household business: plain forms that become balanced
// entries, the statements of a period, and the calculators beside its books: costing,
// price, break-even, stock card, cash plan, savings plan, profit to cash, and the
// estimate of the final tax. The files without rows are pure and can be used alone.
package business
